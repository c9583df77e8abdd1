/** Letters are sent from a queue of their own: a mail server that does not answer holds up nothing else. */
export const mailQueueOf = (taskQueue: string): string => `${taskQueue}-mail`
