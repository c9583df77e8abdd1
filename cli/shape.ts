import type { Group, Part, Shape } from '../schema/contracts/forms/shape.ts'
import { shapeOf } from '../schema/contracts/forms/shape.ts'
import type { DecisionContract } from '../schema/contracts/tasks.ts'
import type { Words } from './words.ts'

/** A field of a decision's data: where it stands, what it holds, whether it must be there. */
export interface Field {
  path: string
  holds: string
  required: boolean
}

/** The fields of a decision as a list that a person can read and type from. */
export const fieldsOf = (contract: DecisionContract, words: Words): Field[] =>
  within(shapeOf(contract), '', words)

const within = ({ parts }: Group, prefix: string, words: Words): Field[] =>
  parts.flatMap((part) => below(part, `${prefix}${part.name}`, words))

function below({ shape, required }: Part, path: string, words: Words): Field[] {
  const own: Field = { path, holds: describe(shape, words), required }
  if (shape.holds === 'group') return [own, ...within(shape, `${path}.`, words)]
  if (shape.holds === 'list' && shape.of.holds === 'group')
    return [own, ...within(shape.of, `${path}.*.`, words)]
  return [own]
}

function describe(shape: Shape, words: Words): string {
  switch (shape.holds) {
    case 'list': {
      const most = shape.most ?? '…'
      if (shape.of.holds === 'group') return words('shape.records', { most })
      return words('shape.list', { most, item: describe(shape.of, words) })
    }
    case 'person':
      return words('shape.person')
    case 'constant':
      return JSON.stringify(shape.value)
    case 'oneOf':
      return shape.values.join(' | ')
    case 'yesNo':
      return 'true | false'
    case 'number':
      return words('shape.number', { least: shape.least ?? '…', most: shape.most ?? '…' })
    case 'record':
      return words('shape.map')
    case 'group':
      return words('shape.group')
    case 'day':
      return words('shape.day')
    case 'clock':
      return words('shape.clock')
    case 'hash':
      return words('shape.hash')
    case 'digits':
      return words('shape.digits', { count: shape.count })
    case 'text':
      return words('shape.text', { most: shape.most ?? '…' })
  }
}
