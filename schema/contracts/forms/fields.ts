import type { DecisionContract } from '../tasks.ts'
import type { FieldGuide, Widget } from './guide.ts'
import { guideOf, pagesOf } from './guides.ts'
import type { Group, Part, Shape, When } from './shape.ts'
import { shapeOf } from './shape.ts'

/** A question of a form: what its contract says of it and what a guide adds. */
export interface Field {
  /** As zod names the place, with `*` for a row: `actions.*.owner`. */
  path: string
  widget: Widget
  required: boolean
  /** What is left empty is said by null. */
  nullable: boolean
  when: When | null
  shape: Shape
  guide: FieldGuide
  /** Parts of a group, or of one row of a list; a list of single values has one, whose path ends in `*`. */
  fields: readonly Field[]
}

/** Rows of a list whose values have names of the writer's own. */
export const NAME = 'name'
export const VALUE = 'value'

/** The questions of a decision, page by page. */
export function questionsOf(kind: string, decision: string, contract: DecisionContract): Field[][] {
  const asked = fieldsIn(shapeOf(contract), '', kind, decision)
  const pages = pagesOf(kind, decision).map((names) =>
    names.flatMap((name) => asked.find(({ path }) => path === name) ?? []),
  )
  const rest = asked.filter((field) => !pages.flat().includes(field))
  const visible = rest.some(({ widget }) => widget !== 'hidden')
  const [first = [], ...others] = pages.filter((page) => page.length > 0)
  return visible && first.length > 0 ? [first, ...others, rest] : [[...first, ...rest], ...others]
}

function fieldsIn({ parts }: Group, prefix: string, kind: string, decision: string): Field[] {
  return parts.map((part) => fieldOf(part, `${prefix}${part.name}`, kind, decision))
}

type Asked = Pick<Part, 'shape' | 'required' | 'nullable' | 'when'>

function fieldOf(
  { shape, required, nullable, when }: Asked,
  path: string,
  kind: string,
  decision: string,
): Field {
  const guide = guideOf(kind, decision, path)
  return {
    path,
    widget: guide.widget ?? widgetOf(shape),
    required,
    nullable,
    when: when ?? guide.when ?? null,
    shape,
    guide,
    fields: below(shape, path, kind, decision),
  }
}

const one = { required: true, nullable: false, when: null }

function below(shape: Shape, path: string, kind: string, decision: string): Field[] {
  switch (shape.holds) {
    case 'group':
      return fieldsIn(shape, `${path}.`, kind, decision)
    case 'list':
      return shape.of.holds === 'group'
        ? fieldsIn(shape.of, `${path}.*.`, kind, decision)
        : [fieldOf({ ...one, shape: shape.of }, `${path}.*`, kind, decision)]
    case 'record':
      return shape.names === null
        ? [
            fieldOf({ ...one, shape: TITLE }, `${path}.*.${NAME}`, kind, decision),
            fieldOf({ ...one, shape: shape.of }, `${path}.*.${VALUE}`, kind, decision),
          ]
        : shape.names.map((name) => fieldOf({ ...one, shape: shape.of }, `${path}.${name}`, kind, decision))
    default:
      return []
  }
}

const TITLE: Shape = { holds: 'text', most: 64, severalLines: false }
/** Text that would need more than a line on a page. */
const LONG = 400

function widgetOf(shape: Shape): Widget {
  switch (shape.holds) {
    case 'text':
      return shape.severalLines || (shape.most ?? 0) > LONG ? 'paragraph' : 'line'
    case 'digits':
      return 'line'
    case 'hash':
      return 'file'
    case 'day':
      return 'day'
    case 'clock':
      return 'time'
    case 'number':
      return 'number'
    case 'yesNo':
      return 'yesNo'
    case 'constant':
      return shape.value === true ? 'consent' : 'hidden'
    case 'oneOf':
      return 'choice'
    case 'person':
      return 'person'
    case 'list':
      return shape.of.holds === 'oneOf' ? 'choices' : shape.of.holds === 'person' ? 'people' : 'list'
    case 'record':
      return shape.names === null ? 'list' : 'group'
    case 'group':
      return 'group'
  }
}
