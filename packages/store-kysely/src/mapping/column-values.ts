import { AegisError } from '@aegis/core'
import type * as z from 'zod'
import type { SqlDialectTraits } from '../dialect-traits.ts'

/** A time as the driver takes and gives it. */
export type StoredTime = string | Date
/** A boolean as the driver takes and gives it. */
export type StoredFlag = number | boolean
/** JSON text on every database: key order, numbers and `\u0000` survive, and it can be parsed as late as it is needed. */
export type StoredJson = string

/** The one mapping between values of the model and values of the database. */
export interface ColumnValues {
  time(value: Date): StoredTime
  flag(value: boolean): StoredFlag
  readTime(stored: StoredTime): Date
  readFlag(stored: StoredFlag): boolean
  /** Ids are safe integers; a driver that hands out big ones as text or bigint is set right here. */
  readId(stored: number | bigint | string): number
}

function unreadable(what: string, detail: string): AegisError {
  return new AegisError(
    'STORE_FAILED',
    `The store holds a value that cannot be read: ${what}. ${detail} Was it changed by hand?`,
  )
}

const PLAIN_ISO = /^\d{4}-/

/** ISO-8601 in UTC with milliseconds: sorts as text the way it sorts in time. */
function timeText(value: Date): string {
  const text = Number.isNaN(value.getTime()) ? '' : value.toISOString()
  if (PLAIN_ISO.test(text)) return text
  throw new AegisError(
    'STORE_FAILED',
    'A time to be stored is not a valid Date between the years 0 and 9999.',
  )
}

function readTime(stored: StoredTime): Date {
  const value = new Date(stored)
  if (Number.isNaN(value.getTime())) throw unreadable(`"${String(stored)}"`, 'It should be a time.')
  return value
}

function readId(stored: number | bigint | string): number {
  const id = Number(stored)
  if (!Number.isSafeInteger(id)) throw unreadable(`"${stored}"`, 'It should be a whole number below 2^53.')
  return id
}

export function columnValues(traits: SqlDialectTraits): ColumnValues {
  return {
    time: (value) => {
      const text = timeText(value)
      return traits.timesAsText ? text : value
    },
    flag: (value) => (traits.flagsAsIntegers ? Number(value) : value),
    readTime,
    readFlag: Boolean,
    readId,
  }
}

/** JSON text of a document, in the stored spelling of its schema. */
export function writeJson<T>(schema: z.ZodType<T>, value: T): StoredJson {
  const encoded = schema.safeEncode(value)
  if (!encoded.success) {
    const [issue] = encoded.error.issues
    const where = issue === undefined ? '' : ` at ${issue.path.join('.') || 'its top'}: ${issue.message}`
    throw new AegisError('STORE_FAILED', `A value to be stored is not what it should be${where}.`)
  }
  return JSON.stringify(encoded.data)
}

function parseJson(stored: StoredJson, what: string): unknown {
  try {
    return JSON.parse(stored)
  } catch {
    throw unreadable(what, 'It should be JSON.')
  }
}

/** The inverse of `writeJson`; `what` names the column for the error. */
export function readJson<T>(schema: z.ZodType<T>, stored: StoredJson, what: string): T {
  const decoded = schema.safeDecode(parseJson(stored, what) as z.input<typeof schema>)
  if (decoded.success) return decoded.data
  const [issue] = decoded.error.issues
  throw unreadable(
    what,
    issue === undefined ? '' : `At ${issue.path.join('.') || 'its top'}: ${issue.message}.`,
  )
}
