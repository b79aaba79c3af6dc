import { readdirSync, readFileSync } from 'node:fs'
import type { Dialect, ParseContext, WrittenName } from '@aegis/core/ports'
import { sqlLineage } from '../src/index.ts'

/**
 * One case of a `.sql` file:
 *
 *     -- case: what it shows
 *     -- view: analytics.v                        (optional: the text is the SELECT behind this view)
 *     -- truncated                                (optional: the text is known to be cut short)
 *     -- => target <- source : kind relationship confidence [partial] [{ a > b, c > d }]
 *     -- => irrelevant: reason
 *     -- => unparsed: part of the reason
 *     SQL up to the next case
 *
 * Every edge must be listed and no other may come. Quoted parts of a name stand in double quotes. Column pairs are
 * compared where braces are given; `{ }` means that there must be none.
 */
export interface Case {
  readonly name: string
  readonly dialect: Dialect
  readonly sql: string
  readonly expected: readonly string[]
  readonly context: ParseContext
}

const ROOT = new URL('./cases/', import.meta.url)

function written(name: string): WrittenName {
  const parts = name
    .split('.')
    .map((part) => ({ text: part.replaceAll('"', ''), quoted: part.startsWith('"') }))
  return { parts }
}

function readCase(text: string, dialect: Dialect, file: string): Case {
  const [name = '', ...lines] = text.split('\n')
  const expected: string[] = []
  const sql: string[] = []
  let context: ParseContext = {}
  for (const line of lines) {
    if (line.startsWith('-- => ')) expected.push(line.slice(6).trim())
    else if (line.startsWith('-- view: ')) context = { ...context, viewName: written(line.slice(9).trim()) }
    else if (line.trim() === '-- truncated') context = { ...context, truncated: true }
    else sql.push(line)
  }
  return {
    name: `${dialect}/${file}: ${name.trim()}`,
    dialect,
    sql: sql.join('\n').trim(),
    expected,
    context,
  }
}

export function readCases(): readonly Case[] {
  return readdirSync(ROOT).flatMap((dialect) =>
    readdirSync(new URL(`${dialect}/`, ROOT)).flatMap((file) => {
      const [, ...cases] = readFileSync(new URL(`${dialect}/${file}`, ROOT), 'utf8').split(/^-- case:/m)
      return cases.map((text) => readCase(text, dialect, file))
    }),
  )
}

function show({ parts }: WrittenName): string {
  return parts.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join('.')
}

/** What the parser says, in the notation of the cases. `withColumns` tells for each edge whether to show its pairs. */
export function answersOf(
  { sql, dialect, context }: Case,
  withColumns: (edge: string) => boolean,
): readonly string[] {
  return sqlLineage()
    .parse(sql, dialect, context)
    .statements.flatMap((statement) => {
      if (statement.status !== 'parsed') return [`${statement.status}: ${statement.reason}`]
      return statement.sources.map(({ name, relationship, confidence, columns }) => {
        const edge = `${show(statement.target)} <- ${show(name)}`
        const partial = statement.partial ? ' partial' : ''
        const pairs = columns.map(({ source, target }) => `${source} > ${target}`).join(', ')
        const shown = withColumns(edge) ? ` { ${pairs} }`.replace('{  }', '{ }') : ''
        return `${edge} : ${statement.kind} ${relationship} ${confidence.toFixed(1)}${partial}${shown}`
      })
    })
}
