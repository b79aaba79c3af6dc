import { readdirSync, readFileSync } from 'node:fs'
import type { Dialect, ParseContext, ParsedStatement, StatementEffect, WrittenName } from '@aegis/core/ports'
import { sqlLineage } from '../src/index.ts'

/**
 * One case of a `.sql` file:
 *
 *     -- case: what it shows
 *     -- view: analytics.v                        (optional: the text is the SELECT behind this view)
 *     -- truncated                                (optional: the text is known to be cut short)
 *     -- => target <- source : kind relationship confidence [partial] [temporary] [{ a > b, c > d }]
 *     -- => target <- itself : kind [temporary]    (made anew from what it was)
 *     -- => target <- nothing : kind [temporary]   (made, and still empty)
 *     -- => irrelevant: reason [reads a, b]
 *     -- => irrelevant: reason [drop a] | [truncate a] | [rename a to b] | [rename column c of a to d] | [swap a with b] | [context a: b, c] | [local context: b] | [savepoint a] | [begin]
 *     -- => unparsed: part of the reason
 *     SQL up to the next case
 *
 * Every edge must be listed and no other may come. Quoted parts of a name stand in double quotes, stages and paths
 * behind `stage:` and `path:`. Column pairs are compared where braces are given; `{ }` means that there must be none.
 * Reads and effects are compared where brackets are given; `[]` means that there must be none.
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

function show({ parts, kind = 'table' }: WrittenName): string {
  const text = parts.map((part) => (part.quoted && kind === 'table' ? `"${part.text}"` : part.text)).join('.')
  return kind === 'table' ? text : `${kind}:${text}`
}

function showEffect(effect: StatementEffect): string {
  switch (effect.effect) {
    case 'drop':
    case 'truncate':
      return `${effect.effect} ${show(effect.table)}`
    case 'rename':
      return `rename ${show(effect.table)} to ${show(effect.to)}`
    case 'swap':
      return `swap ${show(effect.table)} with ${show(effect.with)}`
    case 'rename_column': {
      const [column, to] = [effect.column, effect.to].map((part) => show({ parts: [part] }))
      return `rename column ${column} of ${show(effect.table)} to ${to}`
    }
    case 'set_context': {
      const { catalog, searchPath, isLocal = false } = effect
      const local = isLocal ? 'local ' : ''
      const name = catalog === undefined ? '' : ` ${show({ parts: [catalog] })}`
      const path = searchPath?.map((part) => show({ parts: [part] })).join(', ')
      return `${local}context${name}${path === undefined ? '' : `: ${path}`}`.trimEnd()
    }
    case 'savepoint':
    case 'rollback_to':
    case 'release':
      return `${effect.effect} ${show({ parts: [effect.name] })}`
    default:
      return effect.effect
  }
}

function showMore({ reads = [], effect }: ParsedStatement & { readonly status: 'irrelevant' }): string {
  if (effect !== undefined) return ` [${showEffect(effect)}]`
  return reads.length === 0 ? ' []' : ` [reads ${reads.map(show).join(', ')}]`
}

/**
 * What the parser says, in the notation of the cases. `isExact` tells of an edge whether to show its column pairs, and
 * of an irrelevant statement whether to show what it reads and does.
 */
export function answersOf(
  { sql, dialect, context }: Case,
  isExact: (beginning: string) => boolean,
): readonly string[] {
  return sqlLineage()
    .parse(sql, dialect, context)
    .statements.flatMap((statement) => {
      if (statement.status !== 'parsed') {
        const line = `${statement.status}: ${statement.reason}`
        return [statement.status === 'irrelevant' && isExact(line) ? line + showMore(statement) : line]
      }
      const { target, sources, kind, own } = statement
      const end = `${statement.partial ? ' partial' : ''}${statement.temporary === true ? ' temporary' : ''}`
      const itself = own === undefined ? [] : [`${show(target)} <- itself : ${kind}${end}`]
      if (sources.length === 0) return [...itself, `${show(target)} <- nothing : ${kind}${end}`]
      const edges = sources.map(({ name, relationship, confidence, columns }) => {
        const edge = `${show(target)} <- ${show(name)}`
        const pairs = columns.map(({ source, target: to }) => `${source} > ${to}`).join(', ')
        const shown = isExact(edge) ? ` { ${pairs} }`.replace('{  }', '{ }') : ''
        return `${edge} : ${kind} ${relationship} ${confidence.toFixed(1)}${end}${shown}`
      })
      return [...itself, ...edges]
    })
}
