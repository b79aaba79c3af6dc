import type { Dialect } from '../model/connection.ts'
import { POSTGRESQL_RESERVED } from './reserved-words.ts'

/** What a dialect's names obey. Sources: the vendors' identifier documentation; PostgreSQL by experiment. */
export interface DialectNames {
  readonly quote: '"' | '`'
  /** How the quote character is written inside quotes. */
  readonly escapedQuote: string
  /** A table's address has a catalog part. PostgreSQL: no, a connection is bound to one database. */
  readonly hasCatalogs: boolean
  fold(text: string, quoted: boolean): string
  /** Written without quotes, the name means itself. */
  isPlain(name: string): boolean
}

const encoder = new TextEncoder()

/** PostgreSQL cuts names after 63 bytes, never inside a character. */
function cutTo63Bytes(text: string): string {
  if (encoder.encode(text).length <= 63) return text
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

const PLAIN_LOWER = /^[a-z_][a-z0-9_$]*$/
const PLAIN_UPPER = /^[A-Z_][A-Z0-9_$]*$/
const PLAIN_ANY = /^[A-Za-z_][A-Za-z0-9_]*$/
const PLAIN_BIGQUERY = /^[A-Za-z_][A-Za-z0-9_-]*$/

const POSTGRESQL: DialectNames = {
  quote: '"',
  escapedQuote: '""',
  hasCatalogs: false,
  fold: (text, quoted) => cutTo63Bytes(quoted ? text : lowerAscii(text)),
  isPlain: (name) => PLAIN_LOWER.test(name) && !POSTGRESQL_RESERVED.has(name),
}

const SNOWFLAKE: DialectNames = {
  quote: '"',
  escapedQuote: '""',
  hasCatalogs: true,
  fold: (text, quoted) => (quoted ? text : text.toUpperCase()),
  isPlain: (name) => PLAIN_UPPER.test(name),
}

const BIGQUERY: DialectNames = {
  quote: '`',
  escapedQuote: '\\`',
  hasCatalogs: true,
  fold: (text) => text,
  isPlain: (name) => PLAIN_BIGQUERY.test(name),
}

const DATABRICKS: DialectNames = {
  quote: '`',
  escapedQuote: '``',
  hasCatalogs: true,
  fold: (text) => text.toLowerCase(),
  isPlain: (name) => PLAIN_LOWER.test(name) && !name.includes('$'),
}

const STANDARD: DialectNames = {
  quote: '"',
  escapedQuote: '""',
  hasCatalogs: true,
  fold: (text) => text,
  isPlain: (name) => PLAIN_ANY.test(name),
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
