import type { Data } from '../../workflows/durable/types.ts'
import { type Behaviour, text } from './intention.ts'

const AUTHORITY = { basis: 'charter' }

export const REQUISITES: Data = {
  legalName: '“Zarafshon kon-metallurgiya majmuasi” AJ',
  address: '210100, Navoiy viloyati, Navoiy shahri, Navoiy koʻchasi, 27',
  taxId: '302841190',
  bankAccount: '20208000400100112001',
  bankName: 'Oʻzsanoatqurilishbank',
  bankMfo: '00205',
  phone: '+998 00 227-78-66',
  email: 'office@zkm.example',
  signatory: 'C001',
  authority: AUTHORITY,
}

export const TERMS: Data = {
  validFrom: '2026-12-20',
  validTo: '2029-08-31',
  renewal: 'fixed',
  terminationNoticeDays: 30,
  coordinatorInstitution: 'S004',
  coordinatorPartner: 'C002',
  signatory: 'S001',
  signatoryAuthority: AUTHORITY,
  plannedNumber: 30,
  paid: false,
}

export const agreement: Record<string, Behaviour> = {
  giveRequisites: () => ({
    after: 1,
    decision: 'give',
    data: REQUISITES,
  }),
  draftAgreement: () => ({
    after: 0,
    decision: 'submit',
    data: TERMS,
  }),
  // Legal is late with the first version: reminders, then the superior is asked.
  approveDraft: (task) => {
    const hash = text(task.data.hash)
    const legal = task.key.startsWith('approve.legalOfficer')
    if (legal && task.data.version === 1) {
      return {
        fromDue: 6,
        decision: 'return',
        data: { hash, remarks: 'Ish vaqti toʻgʻrisidagi bandda smena koʻrsatilsin.' },
      }
    }
    return { after: 0, decision: 'approve', data: { hash } }
  },
  decideEscalation: () => ({
    after: 0,
    decision: 'extend',
    data: { days: 2, reason: 'Ertaga taʼtildan qaytadi.' },
  }),
  signAgreement: (task) => {
    const data: Data = { hash: text(task.data.hash), consent: true }
    return task.owner === 'C001'
      ? { fromDue: 2, decision: 'sign', data }
      : { after: 0, decision: 'sign', data }
  },
  verifyPaper: () => ({ after: 1, decision: 'confirm' }),
}
