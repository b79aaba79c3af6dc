import type { Dialect } from '../model/connection.ts'
import {
  ANY_RESERVED,
  BIGQUERY_RESERVED,
  DATABRICKS_RESERVED,
  POSTGRESQL_RESERVED,
  SNOWFLAKE_RESERVED,
} from './reserved-words.ts'

/** What a dialect's names obey. Sources: the vendors' identifier documentation; PostgreSQL by experiment. */
export interface DialectNames {
  readonly quote: '"' | '`'
  /** Characters that are written differently inside quotes; the quote is always one of them. */
  readonly escapes: readonly (readonly [character: string, written: string])[]
  /** A table's address has a catalog part. PostgreSQL: no, a connection is bound to one database. */
  readonly hasCatalogs: boolean
  /** One pair of quotes may stand around a whole path: `project.dataset.table`. */
  readonly quotesWholePaths?: boolean | undefined
  fold(text: string, quoted: boolean): string
  /** Written without quotes, the name means itself. */
  isPlain(name: string): boolean
}

const encoder = new TextEncoder()

/** PostgreSQL cuts names after 63 bytes, never inside a character. */
function cutTo63Bytes(text: string): string {
  // No character takes more than three bytes for each of its UTF-16 units.
  if (text.length <= 21 || encoder.encode(text).length <= 63) return text
  let bytes = 0
  let cut = ''
  for (const character of text) {
    bytes += encoder.encode(character).length
    if (bytes > 63) break
    cut += character
  }
  return cut
}

/** Only ASCII letters fold: `ÄÖTab` stays `ÄÖtab`. */
function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

const PLAIN_LOWER = /^[a-z_][a-z0-9_]*$/
const PLAIN_LOWER_OR_DOLLAR = /^[a-z_][a-z0-9_$]*$/
const PLAIN_UPPER_OR_DOLLAR = /^[A-Z_][A-Z0-9_$]*$/
const PLAIN_ANY = /^[A-Za-z_][A-Za-z0-9_]*$/
const PLAIN_ANY_OR_DASH = /^[A-Za-z_][A-Za-z0-9_-]*$/

const DOUBLED_QUOTE = [['"', '""']] as const

const POSTGRESQL: DialectNames = {
  quote: '"',
  escapes: DOUBLED_QUOTE,
  hasCatalogs: false,
  fold: (text, quoted) => cutTo63Bytes(quoted ? text : lowerAscii(text)),
  isPlain: (name) => PLAIN_LOWER_OR_DOLLAR.test(name) && !POSTGRESQL_RESERVED.has(name),
}

const SNOWFLAKE: DialectNames = {
  quote: '"',
  escapes: DOUBLED_QUOTE,
  hasCatalogs: true,
  fold: (text, quoted) => (quoted ? text : text.toUpperCase()),
  isPlain: (name) => PLAIN_UPPER_OR_DOLLAR.test(name) && !SNOWFLAKE_RESERVED.has(name.toLowerCase()),
}

const BIGQUERY: DialectNames = {
  quote: '`',
  // Inside backticks the escapes of string literals hold, so a backslash must be written twice.
  escapes: [
    ['\\', '\\\\'],
    ['`', '\\`'],
  ],
  hasCatalogs: true,
  quotesWholePaths: true,
  fold: (text) => text,
  isPlain: (name) => PLAIN_ANY_OR_DASH.test(name) && !BIGQUERY_RESERVED.has(name.toLowerCase()),
}

const DATABRICKS: DialectNames = {
  quote: '`',
  escapes: [['`', '``']],
  hasCatalogs: true,
  fold: (text) => text.toLowerCase(),
  isPlain: (name) => PLAIN_LOWER.test(name) && !DATABRICKS_RESERVED.has(name),
}

const STANDARD: DialectNames = {
  quote: '"',
  escapes: DOUBLED_QUOTE,
  hasCatalogs: true,
  fold: (text) => text,
  isPlain: (name) => PLAIN_ANY.test(name) && !ANY_RESERVED.has(name.toLowerCase()),
}

export function namesOf(dialect: Dialect): DialectNames {
  switch (dialect) {
    case 'postgresql':
      return POSTGRESQL
    case 'snowflake':
      return SNOWFLAKE
    case 'bigquery':
      return BIGQUERY
    case 'databricks':
      return DATABRICKS
    default:
      return STANDARD
  }
}
