import type { IdentifierPart, StatementEffect } from '@aegis/core/ports'
import { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { readTokens } from '../lexer/read-tokens.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { readPart } from './alter-effects.ts'
import type { Head } from './head.ts'
import { readName } from './read-name.ts'

const done = (reason: string, effect?: StatementEffect | null): Head => ({
  kind: 'irrelevant',
  reason,
  effects: effect == null ? [] : [effect],
})

const WORK: WordSet = wordSet('WORK TRANSACTION TRAN')

/** `[SAVEPOINT] x` at `index`. */
function readSavepointName(cursor: Cursor, index: number, lexis: Lexis): IdentifierPart | null {
  return readPart(cursor, cursor.lower(index) === 'savepoint' ? index + 1 : index, lexis)
}

/** SAVEPOINT x, RELEASE [SAVEPOINT] x. */
export function readSavepoint(cursor: Cursor, lexis: Lexis): Head {
  const reason = cursor.lower(0)
  const isRelease = reason === 'release'
  const name = isRelease ? readSavepointName(cursor, 1, lexis) : readPart(cursor, 1, lexis)
  return done(reason, name === null ? null : { effect: isRelease ? 'release' : 'savepoint', name })
}

/** BEGIN, COMMIT, ROLLBACK and their other names. What is prepared is neither done nor undone. */
export function readTransaction(cursor: Cursor, index: number, lexis: Lexis): Head {
  const word = cursor.word(index)
  const reason = word.toLowerCase()
  if (word === 'BEGIN' || word === 'START') return done(reason, { effect: 'begin' })
  const after = cursor.isOneOf(index + 1, WORK) ? index + 2 : index + 1
  if (cursor.word(after) === 'PREPARED') return done(reason)
  if (cursor.word(after) === 'TO') {
    const name = readSavepointName(cursor, after + 1, lexis)
    return done(reason, name === null ? null : { effect: 'rollback_to', name })
  }
  return done(reason, { effect: word === 'COMMIT' || word === 'END' ? 'commit' : 'rollback' })
}

/** What the parts of a name mean in USE: a schema, after its catalog if there are two. */
function schemaContext(parts: readonly IdentifierPart[]): StatementEffect {
  const [first, second] = parts
  if (first !== undefined && second !== undefined) {
    return { effect: 'set_context', catalog: first, searchPath: [second] }
  }
  return { effect: 'set_context', searchPath: first === undefined ? [] : [first] }
}

function catalogContext(catalog: IdentifierPart, lexis: Lexis): StatementEffect {
  const { defaultSchema } = lexis
  const searchPath = defaultSchema === null ? [] : [{ text: defaultSchema, quoted: false }]
  return { effect: 'set_context', catalog, searchPath }
}

/** A database or schema at `index` becomes the current one. */
export function contextOf(
  cursor: Cursor,
  index: number,
  lexis: Lexis,
  isCatalog: boolean,
): StatementEffect | null {
  const read = readName(cursor, index, lexis)
  const string = read === null ? readPart(cursor, index, lexis) : null
  const parts = read?.name.parts ?? (string?.quoted === true ? [string] : [])
  const [first] = parts
  if (first === undefined) return null
  return isCatalog && parts.length === 1 ? catalogContext(first, lexis) : schemaContext(parts)
}

export function readUse(cursor: Cursor, index: number, lexis: Lexis): Head {
  switch (cursor.word(index + 1)) {
    case 'ROLE':
    case 'WAREHOUSE':
    case 'SECONDARY':
      return done('use')
    case 'CATALOG':
      return done('use', contextOf(cursor, index + 2, lexis, true))
    case 'DATABASE':
      return done('use', contextOf(cursor, index + 2, lexis, lexis.useMeansCatalog))
    case 'SCHEMA':
    case 'NAMESPACE':
      return done('use', contextOf(cursor, index + 2, lexis, false))
    default:
      return done('use', contextOf(cursor, index + 1, lexis, lexis.useMeansCatalog))
  }
}

/** An empty path: nothing is known of what unqualified names mean. */
const UNKNOWN_PATH: StatementEffect = { effect: 'set_context', searchPath: [] }

function readSearchPath(cursor: Cursor, index: number, lexis: Lexis): StatementEffect {
  const searchPath: IdentifierPart[] = []
  for (let at = index; ; at += 2) {
    const part = cursor.word(at) === 'DEFAULT' ? null : readPart(cursor, at, lexis)
    if (part === null) return UNKNOWN_PATH
    if (part.text !== '') searchPath.push(part)
    if (cursor.word(at + 1) !== ',') return { effect: 'set_context', searchPath }
  }
}

/** The same for one transaction, if it is local. */
function held(effect: StatementEffect | null, isLocal: boolean): StatementEffect | null {
  return isLocal && effect?.effect === 'set_context' ? { ...effect, isLocal } : effect
}

/** SELECT set_config('search_path', 'a, b', false) is SET search_path; null: it is another query. */
export function readSetConfig(cursor: Cursor, lexis: Lexis): Head | null {
  const name = cursor.word(2) === '.' ? 3 : 1
  if (cursor.word(name) !== 'SET_CONFIG' || cursor.past(name + 1) !== cursor.length) return null
  if (readPart(cursor, name + 2, lexis)?.text.toLowerCase() !== 'search_path') return null
  const isLocal = cursor.word(name + 5) === ',' && cursor.lower(name + 6) !== 'false'
  if (cursor.kind(name + 4) !== 'string') return done('select', held(UNKNOWN_PATH, isLocal))
  const path = new Cursor(readTokens(readPart(cursor, name + 4, lexis)?.text ?? '', lexis))
  return done('select', held(readSearchPath(path, 0, lexis), isLocal))
}

const TEMPORARY_ONLY: WordSet = wordSet('TEMP TEMPORARY')

function readDiscard(cursor: Cursor, index: number): Head {
  const isAll = cursor.word(index) === 'ALL'
  const drop: StatementEffect = { effect: 'drop_temporary' }
  if (isAll) return { kind: 'irrelevant', reason: 'discard', effects: [UNKNOWN_PATH, drop] }
  return done('discard', cursor.isOneOf(index, TEMPORARY_ONLY) ? drop : null)
}

/** SET and RESET of what names mean; anything else that is set may still read tables. */
export function readSet(cursor: Cursor, index: number, lexis: Lexis): Head {
  const reason = cursor.word(index).toLowerCase()
  let at = index + 1
  const isLocal = cursor.word(at) === 'LOCAL'
  if (cursor.word(at) === 'SESSION' || isLocal) at += 1
  const setting = cursor.word(at)
  if (reason === 'discard') return readDiscard(cursor, at)
  if (reason !== 'set' && setting === 'ALL') return done(reason, UNKNOWN_PATH)
  if (setting === 'SEARCH_PATH') {
    const path = reason === 'reset' ? UNKNOWN_PATH : readSearchPath(cursor, at + 2, lexis)
    return done(reason, held(path, isLocal))
  }
  if (reason === 'set' && (setting === 'SCHEMA' || setting === 'CATALOG')) {
    const value = cursor.word(at + 1) === '=' ? at + 2 : at + 1
    return done(reason, held(contextOf(cursor, value, lexis, setting === 'CATALOG'), isLocal))
  }
  const value = cursor.word(at + 1) === '=' ? readPart(cursor, at + 2, lexis) : null
  const name = cursor.text(at).toLowerCase()
  if (value?.quoted === true && name === '@@dataset_id') return done(reason, schemaContext([value]))
  if (value?.quoted === true && (name === '@@dataset_project_id' || name === '@@project_id')) {
    return done(reason, { effect: 'set_context', catalog: value })
  }
  return { kind: 'irrelevant', reason, readsFrom: at }
}
