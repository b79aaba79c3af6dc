import type { IdentifierPart } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import { TYPES } from '../plain/words.ts'
import { newValue, type QueryModel, type Value } from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'
import { identifierOf, identifiersAt, pathOf } from './names.ts'

export interface ValueReader {
  readonly lexis: Lexis
  readonly queryOf: (node: unknown) => QueryModel
  /** Words in capitals that are no columns here. */
  readonly noColumns?: ReadonlySet<string>
  /** Definitions of the WINDOW clause by name. */
  readonly windows: ReadonlyMap<string, unknown>
}

/** Tags of a node that is a query. */
const QUERY_TAGS: ReadonlySet<string> = new Set([
  'select',
  'union',
  'intersect',
  'except',
  'values',
  'subquery',
])

/** Children that hold names, types and comments, not expressions. */
const NO_VALUES: ReadonlySet<string> = new Set([
  'to',
  'data_type',
  'inferred_type',
  'span',
  'alias',
  'trailing_comments',
  'leading_comments',
  'column_aliases',
  'parameters',
  'name',
])

const DATE_FUNCTION = /^(?:TIMESTAMP|DATE|TIME|DATETIME)_?(?:ADD|SUB|DIFF|TRUNC|PART)$|^LAST_DAY$/i
const DATE_PART =
  /^(?:(?:ISO)?(?:YEAR|WEEK)|QUARTER|MONTH|DAY|HOUR|MINUTE|SECOND|(?:MILLI|MICRO|NANO)SECOND|DAYOFYEAR|DAYOFWEEK|EPOCH)S?$/i

/** `dateadd(DAY, 1, x)`: the unit arrives as if it were a column. */
function isDatePart(node: unknown): boolean {
  const column = treeAt(isTree(node) ? node : null, 'column')
  const name = identifierOf(column?.name)
  return column?.table == null && name !== null && !name.quoted && DATE_PART.test(name.text)
}

const CONVERSION = /^(?:TRY_)?CONVERT$/i
const MORE_TYPES: ReadonlySet<string> = new Set(
  `BINARY BIT BPCHAR CHARACTER DATETIME2 DATETIMEOFFSET GEOGRAPHY GEOMETRY HLLSKETCH MONEY NCHAR NTEXT NVARCHAR SIGNED
   SMALLDATETIME SMALLMONEY SUPER TIME TIMETZ UNIQUEIDENTIFIER UNSIGNED VARBINARY VARBYTE XML`.split(/\s+/),
)

function isType(node: unknown): boolean {
  const column = treeAt(isTree(node) ? node : null, 'column')
  const name = identifierOf(column?.name)
  if (name === null || name.quoted || column?.table != null) return false
  const word = name.text.toUpperCase()
  return TYPES.has(word) || MORE_TYPES.has(word)
}

/** `CONVERT(integer, x)` and, elsewhere, `CONVERT(x, char)`: the type arrives as if it were a column. */
function withoutType(args: readonly unknown[]): readonly unknown[] {
  const at = tagOf(args[0])?.tag === 'function' ? -1 : args.slice(0, 2).findIndex(isType)
  return args.filter((_, index) => index !== at)
}

/** `a.b.c.d` comes as fields hung on a column. null: they hang on something else. */
function pathOfDot(root: Tree, lexis: Lexis): readonly IdentifierPart[] | null {
  const fields: IdentifierPart[] = []
  let node: Tree = root
  for (;;) {
    const field = identifierOf(node.field)
    if (field !== null) fields.push(field)
    const below = tagOf(node.this)
    const inner = below?.tag === 'paren' ? tagOf(below.body.this) : below
    if (inner?.tag === 'column') return [...partsOfColumn(inner.body, lexis), ...fields.reverse()]
    if (inner?.tag !== 'dot') return null
    node = inner.body
  }
}

export function partsOfColumn(column: Tree, lexis: Lexis): readonly IdentifierPart[] {
  const table = identifierOf(column.table)
  const name = identifierOf(column.name)
  return [...(table === null ? [] : pathOf(table, lexis)), ...(name === null ? [] : [name])]
}

/** Parameters of the lambdas around an expression. */
interface Bound {
  readonly names: ReadonlySet<string>
  readonly outer: Bound | null
}

function isBound(part: IdentifierPart | undefined, bound: Bound | null): boolean {
  const name = part?.text.toLowerCase() ?? ''
  for (let at = bound; at !== null; at = at.outer) if (at.names.has(name)) return true
  return false
}

const NO_WORDS: ReadonlySet<string> = new Set()

/** `@p` is a parameter or a variable, also where it has fields. */
function isColumn([first, ...others]: readonly IdentifierPart[], noColumns: ReadonlySet<string>): boolean {
  if (first === undefined || first.quoted) return true
  return !first.text.startsWith('@') && (others.length > 0 || !noColumns.has(first.text.toUpperCase()))
}

/** The column that a node is, and nothing else. */
function columnOf(node: object): Tree | null {
  return 'column' in node && isTree(node.column) ? node.column : null
}

/** Adds every column and subquery under `root`. */
export function addValue(value: Value, root: unknown, reader: ValueReader): void {
  const { lexis, queryOf, windows, noColumns = NO_WORDS } = reader
  // Most clauses are absent, and most expressions are a column.
  if (typeof root !== 'object' || root === null) return
  const column = columnOf(root)
  if (column !== null) {
    const parts = partsOfColumn(column, lexis)
    if (isTree(column.name) && isColumn(parts, noColumns)) value.refs.push({ parts })
    return
  }
  const stack: { readonly node: unknown; readonly bound: Bound | null }[] = [{ node: root, bound: null }]

  const addRef = (parts: readonly IdentifierPart[], bound: Bound | null, row = false): void => {
    if (!isBound(parts[0], bound) && isColumn(parts, noColumns))
      value.refs.push(row ? { parts, row } : { parts })
  }

  /** True: all of it has been read. */
  const visit = (tag: string, body: Tree, bound: Bound | null): boolean => {
    switch (tag) {
      case 'column':
        if (isTree(body.name)) addRef(partsOfColumn(body, lexis), bound)
        return true
      case 'star': {
        const table = identifierOf(body.table)
        addRef(table === null ? [] : pathOf(table, lexis), bound, true)
        return true
      }
      case 'dot': {
        const parts = pathOfDot(body, lexis)
        if (parts !== null) addRef(parts, bound)
        return parts !== null
      }
      case 'exists': {
        if (tagOf(body.this) === null) return false
        value.queries.push({ query: queryOf(body.this), tests: true })
        return true
      }
      case 'table':
        // A function may take a whole table.
        if (isTree(body.name)) value.queries.push({ query: queryOf({ table: body }) })
        return true
      case 'lambda': {
        const names = new Set(identifiersAt(body, 'parameters').map(({ text }) => text.toLowerCase()))
        stack.push({ node: body.body, bound: { names, outer: bound } })
        return true
      }
      case 'function': {
        const args = listAt(body, 'args')
        const name = textAt(body, 'name')
        let skipped: readonly unknown[] = args
        if (DATE_FUNCTION.test(name)) skipped = args.filter((arg) => !isDatePart(arg))
        else if (CONVERSION.test(name)) skipped = withoutType(args)
        for (const key in body) if (key !== 'args') stack.push({ node: { [key]: body[key] }, bound })
        stack.push({ node: skipped, bound })
        return true
      }
      case 'method_call':
        // `schema.f(x)` comes as a method of what looks like a column.
        stack.push({ node: body.args, bound })
        return treeAt(treeAt(body, 'this'), 'column') !== null
      case 'connect_by_root': {
        const name = textAt(treeAt(treeAt(body, 'this'), 'var'), 'this')
        if (name !== '') addRef([{ text: name, quoted: false }], bound)
        return name !== ''
      }
      case 'over': {
        const window = windows.get(
          textAt(body, 'window_name') || (identifierOf(body.window_name)?.text ?? ''),
        )
        if (window !== undefined) stack.push({ node: window, bound })
        return false
      }
      default:
        if (!QUERY_TAGS.has(tag)) return false
        // A field of that name holds the tagged node.
        if (tag === 'subquery' && !('this' in body)) return false
        value.queries.push({ query: queryOf({ [tag]: body }) })
        return true
    }
  }

  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, bound } = next
    if (Array.isArray(node)) {
      for (const each of node) if (typeof each === 'object') stack.push({ node: each, bound })
    } else if (isTree(node)) {
      for (const key in node) {
        const child = node[key]
        if (typeof child !== 'object' || child === null) continue
        if (isTree(child) && visit(key, child, bound)) continue
        // An alias is a name in one place and a named expression in another.
        const isNamed = key === 'alias' && isTree(child) && 'this' in child
        if (isNamed || !NO_VALUES.has(key)) stack.push({ node: child, bound })
      }
    }
  }
}

export function readValue(root: unknown, reader: ValueReader): Value {
  const value = newValue()
  addValue(value, root, reader)
  return value
}

export function windowsOf(select: Tree): ReadonlyMap<string, unknown> {
  return new Map(
    treesAt(select, 'windows').map((each) => [identifierOf(each.name)?.text ?? '', each.spec] as const),
  )
}
