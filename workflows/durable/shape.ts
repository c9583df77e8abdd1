/**
 * The form of what a process carries and of the steps its code takes. It rises with every change after which an
 * earlier history could not be replayed or an earlier state not be read: processes of a lower one are carried over.
 */
export const SHAPE = 2
