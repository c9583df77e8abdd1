/**
 * What a contract cannot say of a question to a person. A field without a guide is asked all the same, as its contract
 * describes it: nothing here is needed for a form to work.
 */
export interface FieldGuide {
  widget?: Widget
  /** Lines a paragraph shows at once. */
  lines?: number
  /** What a number counts; a word under form.unit. */
  unit?: 'days' | 'hours' | 'pages' | 'persons' | 'points' | 'soums'
  /** The token of HTML's autocomplete for what the browser may know. */
  autocomplete?: 'email' | 'organization' | 'street-address' | 'tel'
  /** Whom or what is chosen from. */
  choices?: ChoiceSource
  /** One row for each of these, named in this part of the row: nobody types whom it is about. */
  each?: { of: ChoiceSource; name: string }
  /** The names of a record. */
  names?: ChoiceSource
  /** Asked for only where another field of the same group says so. */
  when?: { name: string; is: readonly (string | number | boolean)[] }
}

/** How a decision is asked for: the order of its fields, those not named come last; each list is one page. */
export interface FormGuide {
  pages: readonly (readonly string[])[]
}

export const WIDGETS = [
  'line',
  'paragraph',
  'day',
  'time',
  'number',
  'soums',
  'choice',
  'choices',
  'person',
  'people',
  /** Two answers, none of them given beforehand. */
  'yesNo',
  /** A box in a row of a table; empty means no. */
  'tick',
  'list',
  'group',
  'file',
  'consent',
  'hidden',
] as const
export type Widget = (typeof WIDGETS)[number]

export const CHOICE_SOURCES = [
  /** Everybody active of the institution and of the partner of the process. */
  'bothSides',
  'institution',
  'partner',
  /** Who may sign for the institution. */
  'institutionSignatories',
  /** Who may hold this task, or the one it speaks of. */
  'holders',
  /** Trainees of the task's line who are still expected. */
  'trainees',
  'graduates',
  /** Who is on the list of experts and was not asked yet. */
  'experts',
  /** Lines of the schedule that stand. */
  'lines',
  /** Weeks the task is about. */
  'weeks',
  'competences',
  /** Parts of the mark of a defence. */
  'components',
] as const
export type ChoiceSource = (typeof CHOICE_SOURCES)[number]
