import type { WrittenName } from '@aegis/core/ports'
import { Cursor } from '../lexer/cursor.ts'
import type { Lexis } from '../lexer/lexis.ts'
import { readTokens } from '../lexer/read-tokens.ts'
import { literalText } from '../split/literal-text.ts'
import { type Head, unparsed } from './head.ts'
import type { Write } from './query-model.ts'
import { readTarget, skipIfExists } from './read-name.ts'

/** CREATE SEMANTIC VIEW v TABLES (o AS orders PRIMARY KEY (id), customers): `index` is at SEMANTIC. */
export function readSemanticView(cursor: Cursor, index: number, lexis: Lexis): Head {
  const view = readTarget(cursor, skipIfExists(cursor, index + 2), lexis)
  if (view === null) return unparsed(index + 2, 'expected a name after CREATE SEMANTIC VIEW')
  const open = view.next + 1
  if (cursor.word(view.next) !== 'TABLES' || cursor.word(open) !== '(')
    return { kind: 'irrelevant', reason: 'create semantic view' }
  const sources: WrittenName[] = []
  const end = cursor.past(open) - 1
  for (let at = open + 1; at < end; at += 1) {
    const table = readTarget(cursor, cursor.word(at + 1) === 'AS' ? at + 2 : at, lexis)
    if (table === null) return unparsed(at, 'expected a table of the semantic view')
    sources.push(table.name)
    at = table.next
    while (at < end && cursor.word(at) !== ',') at = cursor.word(at) === '(' ? cursor.past(at) : at + 1
  }
  const write: Write = { kind: 'create_view', targets: [view.name], columns: null, isTemporary: false }
  return { kind: 'flow', write, sources }
}

const SOURCE = /^[ \t]*(?:-[ \t]+)?source:[ \t]*(.+?)[ \t]*$/gm

/**
 * CREATE VIEW v WITH METRICS LANGUAGE YAML AS $$ source: orders $$, the tables that it and its joins name; null: it is
 * no such view. A query in the place of a table is not followed.
 */
export function readMetricView(cursor: Cursor, index: number, write: Write, lexis: Lexis): Head | null {
  let isYaml = false
  for (let at = index; at < cursor.length; at += 1) {
    isYaml ||= cursor.word(at) === 'LANGUAGE' && cursor.text(at + 1).toUpperCase() === 'YAML'
    if (!isYaml || cursor.word(at) !== 'AS' || cursor.kind(at + 1) !== 'string') continue
    const sources: WrittenName[] = []
    for (const [, text = ''] of literalText(cursor.text(at + 1), lexis).matchAll(SOURCE)) {
      const inner = new Cursor(readTokens(text, lexis))
      const source = readTarget(inner, 0, lexis)
      if (source === null || source.next < inner.length)
        return unparsed(at + 1, 'the view is a query inside YAML')
      sources.push(source.name)
    }
    return sources.length === 0 ? null : { kind: 'flow', write, sources }
  }
  return null
}
