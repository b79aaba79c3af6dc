import type { LineageParser, ParsedStatement, StatementEffect, WrittenName } from '../../src/ports/index.ts'

function written(text: string): WrittenName {
  return {
    parts: text
      .trim()
      .split('.')
      .map((part) => ({ text: part, quoted: false })),
  }
}

function effectOf(statement: string): StatementEffect | null {
  const [word = '', table = '', , other = ''] = statement.trim().split(' ')
  switch (word) {
    case 'drop':
    case 'truncate':
      return { effect: word, table: written(table) }
    case 'rename':
      return { effect: word, table: written(table), to: written(other) }
    case 'swap':
      return { effect: word, table: written(table), with: written(other) }
    case 'use':
      return { effect: 'set_context', searchPath: table.split(',').map((text) => ({ text, quoted: false })) }
    case 'begin':
    case 'commit':
    case 'rollback':
      return { effect: word }
    default:
      return null
  }
}

const HEAD = /^\s*create (temp )?table /i

/**
 * A toy language: `t <- a, b; u <- t` moves data, `create [temp] table t <- a` makes the table, `drop t`, `truncate t`,
 * `rename a to b`, `swap a with b`, `use app`, `begin`, `commit` and `rollback` are effects, `skip` is irrelevant,
 * anything else is not understood. A view's text is its sources: `a, b`. Numbers that stand alone are literals.
 */
export function tinyParser(): LineageParser & { readonly parsed: readonly string[] } {
  const parsed: string[] = []
  return {
    spec: 'lineage-parser/v1',
    parsed,
    normalize: (text) => text.replaceAll(/\b\d+/g, '?'),
    parse(text, _dialect, context) {
      parsed.push(text)
      const statements = text.split(';').map((statement, index): ParsedStatement => {
        const head = HEAD.exec(statement)
        const [left = '', right] = statement.replace(HEAD, '').split('<-')
        const effect = effectOf(statement)
        if (effect !== null) return { status: 'irrelevant', index, reason: effect.effect, effect }
        if (statement.trim() === 'skip') return { status: 'irrelevant', index, reason: 'skip' }
        if (context?.viewName === undefined && right === undefined) {
          return { status: 'unparsed', index, reason: `not understood (character ${left.length})` }
        }
        const isView = context?.viewName !== undefined
        const sources = (isView ? left : (right ?? '')).split(',').filter((source) => source.trim() !== '')
        return {
          status: 'parsed',
          index,
          kind: isView ? 'create_view' : head === null ? 'insert' : 'create_table_as',
          target: context?.viewName ?? written(left),
          sources: sources.map((source) => ({
            name: written(source),
            relationship: 'direct',
            confidence: 1,
            columns: [],
          })),
          partial: context?.truncated === true,
          temporary: head?.[1] !== undefined,
        }
      })
      return { statements }
    },
  }
}
