import type { Dialect, IdentifierPart } from '@aegis/core/ports'
import { ANSI } from './dialects/ansi.ts'
import { BIGQUERY } from './dialects/bigquery.ts'
import { DATABRICKS } from './dialects/databricks.ts'
import { POSTGRESQL } from './dialects/postgresql.ts'
import { SNOWFLAKE } from './dialects/snowflake.ts'

/** How a dialect treats the case of unquoted names; `insensitive` covers quoted ones too. */
export type NameCase = 'lower' | 'upper' | 'exact' | 'insensitive'

/** What a dialect's text looks like. Small tables, no behaviour. */
export interface Lexis {
  /** Characters that enclose a name. */
  readonly nameQuotes: string
  /** Characters that enclose a string. */
  readonly stringQuotes: string
  readonly backslashEscapes: boolean
  /** Letters that may stand right before a string, in lower case, and whether backslashes escape in it. */
  readonly stringPrefixes: Readonly<Record<string, boolean>>
  readonly tripleQuotes: boolean
  readonly dollarQuotes: 'tagged' | 'plain' | 'none'
  /** Starts of comments that run to the end of the line, besides `--`. */
  readonly lineComments: readonly string[]
  readonly nestedComments: boolean
  /** `@name` is one token: a parameter or a stage, never a table. */
  readonly atNames: boolean
  /** `@name/path` is a stage. */
  readonly stages: boolean
  /** `#name` is a temporary table. */
  readonly hashNames: boolean
  /** `my-project.sales.orders` needs no quotes. */
  readonly dashedNames: boolean
  /** Quotes may enclose a whole path, dots included. */
  readonly dottedQuotes: boolean
  /** A name may begin with a digit after a dot. */
  readonly digitNames: boolean
  /** `FROM t, t.items` reads an array of `t`. */
  readonly implicitUnnest: boolean
  /** `|>` chains steps of a query. */
  readonly pipes: boolean
  /** `->>` stands between statements, of which the later read the results of the earlier as `$1`. */
  readonly chains: boolean
  /** `FROM STREAM orders` reads what is new in `orders`. */
  readonly streams: boolean
  /** `first(x)`, `last(x)`, `some(x)` and `any(x)` make one row of many. */
  readonly firstAggregates: boolean
  /** DECLARE opens a list of declarations that BEGIN ends; else it is a statement of its own. */
  readonly declaresLists: boolean
  /** `events_20260101` and `events$20260101` are days of one table. */
  readonly dateShards: boolean
  /** A CTE may read itself without RECURSIVE. */
  readonly recursesFreely: boolean
  /** `SELECT a INTO t` makes a table; else `t` is a variable. */
  readonly selectsInto: boolean
  /** `FROM dual` reads nothing. */
  readonly hasDual: boolean
  /** USE x means a database of the top level, not a schema. */
  readonly useMeansCatalog: boolean
  /** The schema that a change of catalog makes the current one; null: none is known. */
  readonly defaultSchema: string | null
  readonly nameCase: NameCase
  readonly cteCase: NameCase
}

export function lexisOf(dialect: Dialect): Lexis {
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
      return ANSI
  }
}

/** Whether backslashes escape in a string with this prefix; undefined: it is no prefix. */
export function hasStringPrefix(lexis: Lexis, prefix: string): boolean | undefined {
  return Object.hasOwn(lexis.stringPrefixes, prefix) ? lexis.stringPrefixes[prefix] : undefined
}

function lowerAscii(text: string): string {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (code >= 65 && code <= 90) return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase())
  }
  return text
}

/** What `foldPart` makes of a part with that text. */
export function foldText(text: string, quoted: boolean, nameCase: NameCase): string {
  if (nameCase === 'insensitive') return text.toLowerCase()
  if (quoted || nameCase === 'exact') return text
  return nameCase === 'lower' ? lowerAscii(text) : text.toUpperCase()
}

/** Two parts with the same folded form mean the same name. Only ASCII letters fold. */
export function foldPart(part: IdentifierPart, nameCase: NameCase): string {
  return foldText(part.text, part.quoted, nameCase)
}
