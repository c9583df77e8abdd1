/**
 * What is somebody's own judgement: a board's, an approver's, a signatory's, an examiner's or an expert's decision is
 * never taken for him, whatever a policy says. A kind of task, or one decision of it.
 */
export const JUDGEMENTS: readonly string[] = [
  'approveDraft',
  'approveException',
  'analysePerformance',
  'assessPreparation',
  'decideEscalation',
  'decideGate.exception',
  'decideVisit',
  'evaluateTrainee',
  'recordDefence',
  'recordResults',
  'signAgreement.decline',
  'signAgreement.external',
  'signAgreement.sign',
  'verifyPaper',
]

/** To pass a task on is not to decide it. */
export const isJudgement = (kind: string, decision: string): boolean =>
  decision !== 'delegate' && (JUDGEMENTS.includes(kind) || JUDGEMENTS.includes(`${kind}.${decision}`))
