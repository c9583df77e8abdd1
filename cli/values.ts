import { createReadStream } from 'node:fs'
import type { Shape } from '../schema/contracts/forms/shape.ts'
import { shapeAt } from '../schema/contracts/forms/shape.ts'
import { parseJson } from '../schema/contracts/json.ts'
import type { DecisionContract } from '../schema/contracts/tasks.ts'
import { Refused } from '../schema/refused.ts'
import type { Data, Json } from '../workflows/durable/types.ts'
import { UsageError } from './faults.ts'
import type { Options } from './program.ts'

/** Steps that would reach into JavaScript itself. */
const FORBIDDEN = ['__proto__', 'constructor', 'prototype']
const DEEPEST = 8
/** Bytes of the data of one command: far more than any decision holds. */
const MOST_BYTES = 1024 * 1024
const PIECE = 64 * 1024
/** More elements than any list of a contract has. */
const LONGEST = 1000

/** The data of a command: from --data or a file, and single values over them. */
export async function dataOf(options: Options, contract: DecisionContract | undefined): Promise<Data> {
  const file = options.text('dataFile')
  const inline = options.text('data')
  if (file !== undefined && inline !== undefined) throw new UsageError('twoSources')
  const text = file === undefined ? inline : await readText(file)
  const data = text === undefined ? {} : parsed(text, file === undefined ? '--data' : '--data-file')
  for (const pair of options.several('set')) set(data, pair, contract)
  return data
}

/** Read piece by piece and never further than the bound: what lies there may be a disk or have no end. */
async function readText(path: string): Promise<string> {
  const pieces: Buffer[] = []
  let size = 0
  try {
    for await (const piece of createReadStream(path === '-' ? '/dev/stdin' : path, {
      highWaterMark: PIECE,
    })) {
      size += piece.length
      if (size > MOST_BYTES) throw new UsageError('dataTooLarge', { name: path, most: MOST_BYTES })
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof UsageError) throw error
    throw new Refused('fileNotFound', {
      path,
      reason: error instanceof Error ? error.message : String(error),
    })
  }
  return Buffer.concat(pieces).toString('utf8')
}

function parsed(text: string, name: string): Data {
  const json = parseJson(text)
  if ('fault' in json && json.fault === 'tooDeep') throw new UsageError('tooDeep', { name })
  const value = 'value' in json ? (json.value as Json) : null
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new UsageError('notAnObject', { name })
  }
  return value
}

/** The JSON in a text; undefined where there is none. */
function jsonIn(text: string): Json | undefined {
  const json = parseJson(text)
  return 'value' in json ? (json.value as Json) : undefined
}

/** `key=value`, where the key may be a path like `actions.0.what`; the contract says what the value is. */
function set(data: Data, pair: string, contract: DecisionContract | undefined): void {
  const place = pair.indexOf('=')
  if (place < 1) throw new UsageError('notAPair', { name: pair })
  const path = pair.slice(0, place)
  const steps = path.split('.')
  const last = steps.pop()
  if (last === undefined || steps.length >= DEEPEST || [...steps, last].some(isForbidden)) {
    throw new UsageError('notAPair', { name: pair })
  }
  let holder: Data | Json[] = data
  steps.forEach((step, n) => {
    const next = Array.isArray(holder) ? holder[Number(step)] : holder[step]
    const inner: Data | Json[] =
      next !== null && typeof next === 'object' ? next : /^\d+$/.test(steps[n + 1] ?? last) ? [] : {}
    put(holder, step, inner)
    holder = inner
  })
  put(
    holder,
    last,
    typed(pair.slice(place + 1), contract === undefined ? undefined : shapeAt(contract, path)),
  )
}

const isForbidden = (step: string): boolean =>
  step === '' || FORBIDDEN.includes(step) || (/^\d+$/.test(step) && Number(step) >= LONGEST)

function put(holder: Data | Json[], step: string, value: Json): void {
  if (Array.isArray(holder)) holder[Number(step)] = value
  else holder[step] = value
}

/** Text stays text, whatever it looks like; a list may be typed with commas. */
function typed(text: string, shape: Shape | undefined): Json {
  switch (shape?.holds) {
    case 'text':
    case 'digits':
    case 'hash':
    case 'day':
    case 'clock':
    case 'person':
      return text
    case 'list': {
      const list = jsonIn(text)
      if (Array.isArray(list)) return list
      return text === '' ? [] : text.split(',').map((item) => item.trim())
    }
    case 'oneOf':
      return shape.values.includes(text) ? text : (jsonIn(text) ?? text)
    default:
      return jsonIn(text) ?? text
  }
}
