import type { FormGuide } from './guide.ts'

/** By kind of task, or by kind and decision. */
export const KINDS: Readonly<Record<string, FormGuide>> = {
  answerFollowUp: { pages: [['employed'], ['employedAtPartner', 'employer', 'profession', 'since']] },
  giveRequisites: {
    pages: [
      ['legalName', 'address', 'taxId'],
      ['bankName', 'bankMfo', 'bankAccount'],
      ['phone', 'email'],
      ['signatory', 'authority'],
    ],
  },
}
