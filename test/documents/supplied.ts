import { wordingOf } from '../../documents/wording.ts'
import { formatDate, formatDecimal, formatMoney, shortDate } from '../../language/format.ts'
import { fullName, shortName } from '../../language/names.ts'
import type { Language } from '../../schema/contracts/lists.ts'
import type { PaperPerson } from '../../schema/contracts/papers/groups.ts'
import { bare } from './text.ts'

/** Codes: the words that stand for them are looked for by the tests of the messages. */
const CODES = new Set([
  'role',
  'side',
  'item',
  'kind',
  'status',
  'decision',
  'outcome',
  'renewal',
  'authority',
  'requests',
  'forms',
])

/** What a paper is given and does not print, by kind: the ends of the paths. */
const NOT_PRINTED: Record<string, readonly string[]> = {
  '*': ['authorityValidTo', 'visas'],
  noticeToHost: [
    'practice.academicYear',
    'practice.hours',
    'signatory.authorityNo',
    'signatory.authorityDate',
    'supervisors.email',
    'executor.email',
    'executor.post',
    'contract.title',
    'sendingOrder.title',
    'trainees.mentor',
  ],
  referralLetter: ['practice.academicYear', 'practice.hours', 'trainee.supervisor', 'trainee.mentor'],
  orderSendingStudents: ['practice.hours', 'students.mentor'],
  orderAppointingSupervisors: ['practice.hours'],
  orderAcceptingStudents: ['practice.academicYear', 'practice.hours', 'trainees.supervisor'],
  orderAppointingMentors: ['practice.academicYear', 'practice.hours'],
  mentorEvaluation: ['practice.academicYear', 'practice.hours', 'trainee.supervisor', 'trainee.mentor'],
  completionCertificate: ['practice.academicYear', 'trainee.supervisor', 'trainee.mentor'],
  defenceProtocol: ['practice.academicYear', 'practice.hours'],
  cooperationAgreement: ['coordinators.email'],
  practiceContract: ['responsibleInstitution.email', 'responsibleHost.email'],
}

type Missing = string

/** The values of a paper's data that its text lacks, each with its path. */
export function missingValues(kind: string, language: Language, data: unknown, text: string): Missing[] {
  const w = wordingOf(language)
  const drawn = bare(text)
  const silent = [...(NOT_PRINTED['*'] ?? []), ...(NOT_PRINTED[kind] ?? [])]
  const isSilent = (path: string) => silent.some((end) => path.replace(/\.\d+/g, '').endsWith(`.${end}`))
  const isDrawn = (candidates: string[]) => candidates.some((candidate) => drawn.includes(bare(candidate)))

  const visit = (value: unknown, key: string, path: string): Missing[] => {
    if (value === undefined || typeof value === 'boolean' || isSilent(path) || CODES.has(key)) return []
    if (Array.isArray(value)) return value.flatMap((item, i) => visit(item, key, `${path}.${i}`))
    if (typeof value === 'object' && value !== null) return visitObject(value, path)
    if (typeof value === 'number') {
      return isDrawn([formatDecimal(language, value), formatMoney(language, Math.max(1, Math.round(value)))])
        ? []
        : [path]
    }
    return isDrawn(written(String(value), key)) ? [] : [path]
  }

  const visitObject = (value: object, path: string): Missing[] => {
    const rest = Object.entries(value).filter(
      ([key]) => !['surname', 'givenName', 'patronymic'].includes(key),
    )
    const missing = rest.flatMap(([key, inner]) => visit(inner, key, `${path}.${key}`))
    if (!('surname' in value)) return missing
    const person = value as PaperPerson
    return isDrawn([fullName(language, person), shortName(language, person)]) ? missing : [...missing, path]
  }

  const written = (value: string, key: string): string[] => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return dateForms(language, value)
    if (key === 'type')
      return ['practice', 'practiceAcc', 'practiceGen'].map((group) => w.say(`${group}.${value}`))
    if (key === 'form') return [w.say(`form.${value}`)]
    if (key === 'post') return [w.post(value)]
    const known = ['competence', 'component', 'mark'].map((group) => w.known(group, value))
    return [value, w.own(value), ...known, ...value.split('\n').slice(-1).map(w.own)]
  }

  return visit(data, '', kind)
}

/** A date as cells, sentences and periods write it; the case suffix may follow. */
function dateForms(language: Language, iso: string): string[] {
  const long = formatDate(language, iso)
  const dayAndMonth =
    language === 'uz-Latn' || language === 'uz-Cyrl'
      ? long.replace(/^\d{4}(?:-yil|\u00A0йил)/u, '').replace(/ь$/u, '')
      : long.replace(/\d{4}.*$/u, '')
  return [long, shortDate(language, iso), dayAndMonth]
}
