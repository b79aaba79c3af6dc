import type { WrittenName } from '@aegis/core/ports'
import type { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import type { Word } from '../lexer/vocabulary.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { type Head, unparsed } from './head.ts'
import type { Write } from './query-model.ts'
import { readTarget, skipIfExists } from './read-name.ts'
import { readSemanticView } from './semantic-views.ts'
import { contextOf } from './session-effects.ts'
import { readChanges, readCopy } from './transfers.ts'
import { isNamedQuery, startsQuery } from './write-heads.ts'

const BEFORE_ORIGINAL: WordSet = wordSet('EXTERNAL DYNAMIC EVENT ICEBERG TABLE VIEW STAGE')

/** CREATE STREAM s ON TABLE t or CLONE of another, CREATE SYNONYM s FOR t: another name for the data of one object. */
function readStandIn(cursor: Cursor, index: number, lexis: Lexis, before: Word): Head {
  const reason = `create ${cursor.lower(index)}`
  const named = skipIfExists(cursor, index + 1)
  const read = readTarget(cursor, named, lexis)
  if (read === null) return unparsed(named, `expected a name after CREATE ${cursor.word(index)}`)
  let at = read.next
  while (at < cursor.length && cursor.word(at) !== before && cursor.word(at) !== 'CLONE')
    at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  at += 1
  while (cursor.isOneOf(at, BEFORE_ORIGINAL)) at += 1
  const source = readTarget(cursor, at, lexis)
  if (source === null) return { kind: 'irrelevant', reason }
  const isStage = cursor.word(at - 1) === 'STAGE'
  const text = `@${source.name.parts.map((part) => part.text).join('.')}`
  const from: WrittenName = isStage ? { parts: [{ text, quoted: true }], kind: 'stage' } : source.name
  const write: Write = { kind: 'create_view', targets: [read.name], columns: null, isTemporary: false }
  return { kind: 'flow', write, sources: [from] }
}

/** Index of the query that a model learns from, AS SELECT or FROM (SELECT ...); -1: there is none. */
function startOfTraining(cursor: Cursor, index: number): number {
  for (let at = index; at < cursor.length; at = cursor.word(at) === '(' ? cursor.past(at) : at + 1) {
    if (cursor.word(at) === 'AS' && startsQuery(cursor, at + 1)) return at + 1
    if (cursor.word(at) === 'AS' && cursor.word(at + 1) === '(' && isNamedQuery(cursor, at + 2)) return at + 1
    if (cursor.word(at) === 'FROM') return cursor.word(at + 1) === '(' ? at + 1 : at
  }
  return -1
}

/** Tables in `NODE TABLES (a AS x KEY (id), b) EDGE TABLES (...)`: a graph is a window on them. */
function readGraph(cursor: Cursor, index: number, lexis: Lexis): Head {
  const read = readTarget(cursor, skipIfExists(cursor, index + 2), lexis)
  const sources: WrittenName[] = []
  for (let at = index; at < cursor.length; at += 1) {
    if (cursor.word(at) !== 'TABLES' || cursor.word(at + 1) !== '(') continue
    const end = cursor.past(at + 1)
    for (let next = at + 2; next < end; next += 1) {
      const source = readTarget(cursor, next, lexis)
      if (source !== null) sources.push(source.name)
      while (next < end && cursor.word(next) !== ',')
        next = cursor.word(next) === '(' ? cursor.past(next) : next + 1
    }
    at = end - 1
  }
  if (read === null || sources.length === 0) return { kind: 'irrelevant', reason: 'create property graph' }
  const write: Write = { kind: 'create_view', targets: [read.name], columns: null, isTemporary: false }
  return { kind: 'flow', write, sources }
}

/** CREATE of something else than a table or view. `index` is at its kind. */
export function readOtherObject(cursor: Cursor, index: number, lexis: Lexis): Head {
  const word = cursor.word(index)
  const as = (): number => {
    let at = index
    while (at < cursor.length && cursor.word(at) !== 'AS')
      at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
    return at + 1
  }
  switch (word) {
    case 'STREAM':
      return readStandIn(cursor, index, lexis, 'ON')
    case 'SEMANTIC':
      return readSemanticView(cursor, index, lexis)
    case 'SYNONYM':
      return readStandIn(cursor, index, lexis, 'FOR')
    case 'PIPE': {
      const copy = as()
      return cursor.word(copy) === 'COPY'
        ? readCopy(cursor, copy, lexis)
        : { kind: 'irrelevant', reason: 'create pipe' }
    }
    case 'FLOW': {
      const start = as()
      if (cursor.word(start) === 'INSERT') return { kind: 'statement', next: start }
      if (cursor.word(start) !== 'AUTO' && cursor.word(start) !== 'APPLY')
        return { kind: 'irrelevant', reason: 'create flow' }
      return readChanges(cursor, cursor.word(start + 2) === 'ONCE' ? start + 3 : start + 2, lexis)
    }
    case 'MODEL': {
      const read = readTarget(cursor, skipIfExists(cursor, index + 1), lexis)
      const start = read === null ? -1 : startOfTraining(cursor, read.next)
      if (read === null || start === -1) return { kind: 'irrelevant', reason: 'create model' }
      const write: Write = { kind: 'other', targets: [read.name], columns: null, isTemporary: false }
      return { kind: 'query', write, next: start }
    }
    case 'PROPERTY':
      if (cursor.word(index + 1) === 'GRAPH') return readGraph(cursor, index, lexis)
      break
    case 'DATABASE':
    case 'SCHEMA': {
      // Snowflake makes a new one the current one.
      const reason = `create ${cursor.lower(index)}`
      if (!lexis.useMeansCatalog) return { kind: 'irrelevant', reason }
      const effect = contextOf(cursor, skipIfExists(cursor, index + 1), lexis, word === 'DATABASE')
      return { kind: 'irrelevant', reason, effects: effect === null ? [] : [effect] }
    }
  }
  if (cursor.kind(index) === 'end') return unparsed(index, 'the text ends after CREATE')
  return { kind: 'irrelevant', reason: `create ${cursor.lower(index)}`.trim() }
}
