import type { Dialect } from '@aegis/core/ports'
import type { Token } from '../lexer/token.ts'
import { cursorOver } from './plain/cursor.ts'
import { queryReader } from './plain/queries.ts'
import { readStatement } from './plain/statements.ts'
import type { StatementModel } from './statement-model.ts'

const MOST_TOKENS = 2_000

/**
 * Reads the part of SQL that every dialect writes alike, by a grammar of its own. Null for whatever holds a word, a
 * function or a form that it does not know to the last token: then a parser of the dialect has to look. Bounded, never
 * throws.
 */
export function readPlain(tokens: readonly Token[], dialect: Dialect): StatementModel | null {
  if (tokens.length === 0 || tokens.length > MOST_TOKENS) return null
  const cursor = cursorOver(tokens)
  const flows = readStatement(cursor, queryReader(cursor, dialect), dialect)
  if (cursor.isRefused() || !cursor.isDone()) return null
  return { flows, inspection: null, faithful: true, opaque: false }
}
