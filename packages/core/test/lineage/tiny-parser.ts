import type { LineageParser, ParsedStatement, WrittenName } from '../../src/ports/index.ts'

function written(text: string): WrittenName {
  return {
    parts: text
      .trim()
      .split('.')
      .map((part) => ({ text: part, quoted: false })),
  }
}

/**
 * A toy language: `t <- a, b; u <- t` moves data, `skip` is irrelevant, anything else is not understood. A view's text
 * is its sources: `a, b`. Numbers are literals.
 */
export function tinyParser(): LineageParser & { readonly parsed: readonly string[] } {
  const parsed: string[] = []
  return {
    spec: 'lineage-parser/v1',
    parsed,
    normalize: (text) => text.replaceAll(/\d+/g, '?'),
    parse(text, _dialect, context) {
      parsed.push(text)
      const statements = text.split(';').map((statement, index): ParsedStatement => {
        const [left = '', right] = statement.replace(/^create temp table /i, '').split('<-')
        if (statement.trim() === 'skip') return { status: 'irrelevant', index, reason: 'skip' }
        if (context?.viewName === undefined && right === undefined) {
          return { status: 'unparsed', index, reason: `not understood (character ${left.length})` }
        }
        const isView = context?.viewName !== undefined
        return {
          status: 'parsed',
          index,
          kind: isView ? 'create_view' : /^create/i.test(statement) ? 'create_table_as' : 'insert',
          target: context?.viewName ?? written(left),
          sources: (isView ? left : (right ?? '')).split(',').map((source) => ({
            name: written(source),
            relationship: 'direct',
            confidence: 1,
            columns: [],
          })),
          partial: context?.truncated === true,
        }
      })
      return { statements }
    },
  }
}
