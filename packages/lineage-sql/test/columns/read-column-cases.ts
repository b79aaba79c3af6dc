import { readdirSync, readFileSync } from 'node:fs'
import type { Dialect, WrittenName } from '@aegis/core/ports'
import type { EngineName, SqlLineage } from '../../src/index.ts'

/**
 * One case of a `<dialect>[.<subject>].sql` file:
 *
 *     -- case: what it shows
 *     -- table: name column column ...      (what the catalog knows; stored spelling)
 *     -- only: engine                       (the other engine cannot read it)
 *     -- => target <- source { a > x, b > y } uses { c, d } complete
 *     SQL up to the next case
 *
 * Names are given as stored. Pairs and used columns are compared as sets, edges too.
 */
export interface ColumnCase {
  readonly name: string
  readonly dialect: Dialect
  readonly sql: string
  readonly only: string | null
  readonly tables: ReadonlyMap<string, readonly string[]>
  readonly expected: readonly string[]
}

const ROOT = new URL('./', import.meta.url)

function readCase(text: string, dialect: Dialect): ColumnCase {
  const [name = '', ...lines] = text.split('\n')
  const tables = new Map<string, readonly string[]>()
  const expected: string[] = []
  const sql: string[] = []
  let only: string | null = null
  for (const line of lines) {
    const [, key, rest = ''] = /^-- (table:|only:|=>) (.*)$/.exec(line) ?? []
    if (key === 'table:') {
      const [table = '', ...columns] = rest.split(' ')
      tables.set(table.toLowerCase(), columns)
    } else if (key === 'only:') only = rest.trim()
    else if (key === '=>') expected.push(sortLists(rest.trim()))
    else sql.push(line)
  }
  return {
    name: `${dialect}: ${name.trim()}`,
    dialect,
    sql: sql.join('\n').trim(),
    only,
    tables,
    expected: expected.sort(),
  }
}

function sortLists(line: string): string {
  return line.replace(
    /\{([^}]*)\}/g,
    (_, list: string) =>
      `{ ${list
        .split(',')
        .map((each) => each.trim())
        .sort()
        .join(', ')} }`,
  )
}

export function readColumnCases(): readonly ColumnCase[] {
  return readdirSync(ROOT)
    .filter((file) => file.endsWith('.sql'))
    .flatMap((file) => {
      const [, ...cases] = readFileSync(new URL(file, ROOT), 'utf8').split(/^-- case:/m)
      return cases.map((text) => readCase(text, file.split('.')[0] ?? ''))
    })
}

function shown({ parts }: WrittenName, dialect: Dialect): string {
  const fold = (text: string): string =>
    dialect === 'snowflake' ? text.toUpperCase() : dialect === 'bigquery' ? text : text.toLowerCase()
  return parts.map(({ text, quoted }) => (quoted ? text : fold(text))).join('.')
}

/** What `parser` says, in the notation of the cases. */
export async function columnsOf(each: ColumnCase, parser: SqlLineage): Promise<readonly string[]> {
  const known = (table: WrittenName): readonly string[] | null =>
    each.tables.get(shown(table, each.dialect).toLowerCase()) ?? null
  const { statements } = await parser.analyze(each.sql, each.dialect, { columnsOf: known })
  return statements
    .flatMap((statement) => {
      if (statement.status !== 'parsed') return [`${statement.status}: ${statement.reason}`]
      return statement.sources.map((source) => {
        const pairs = source.columns.map((pair) => `${pair.source} > ${pair.target}`).join(',')
        const used = (source.usedColumns ?? []).join(',')
        const edge = `${shown(statement.target, each.dialect)} <- ${shown(source.name, each.dialect)}`
        const complete = source.columnsComplete === true ? 'complete' : 'incomplete'
        const doubt = statement.agreement === 'agreed' ? '' : ` ${statement.agreement ?? 'no second opinion'}`
        return sortLists(`${edge} { ${pairs} } uses { ${used} } ${complete}${doubt}`)
      })
    })
    .sort()
}

type Parser = Exclude<EngineName, 'plain'>

/** Parsers that a case is read by, each alone. */
export function enginesOf({ dialect, only }: ColumnCase): readonly Parser[] {
  const all: readonly Parser[] = dialect === 'postgresql' ? ['libpg', 'polyglot'] : ['polyglot']
  return all.filter((engine) => only === null || engine === only)
}
