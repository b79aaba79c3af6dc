import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import { splitDotted } from '../../scanner/read-name.ts'
import { isTree, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'

/** An identifier node; null where there is none. */
export function identifierOf(node: unknown): IdentifierPart | null {
  if (!isTree(node)) return typeof node === 'string' && node !== '' ? { text: node, quoted: false } : null
  const text = textAt(node, 'name')
  return text === '' ? null : { text, quoted: node.quoted === true }
}

export function identifiersAt(node: Tree | null, key: string): readonly IdentifierPart[] {
  return treesAt(node, key).flatMap((each) => identifierOf(each) ?? [])
}

/** Names of column definitions, or plain names. */
export function columnNamesAt(node: Tree | null, key: string): readonly IdentifierPart[] {
  return treesAt(node, key).flatMap(
    (each) => (isTree(each.name) ? identifierOf(each.name) : identifierOf(each)) ?? [],
  )
}

/** One identifier may hold a whole path: `` `p.d.t` ``, and `t.x` before a star. */
export function pathOf(part: IdentifierPart, lexis: Lexis): readonly IdentifierPart[] {
  if (part.quoted && !lexis.dottedQuotes) return [part]
  return part.text.includes('.') ? splitDotted(part.text).map((text) => ({ ...part, text })) : [part]
}

const VERSION = /@[vV]?\d[\w.]*$/
const MAX_PARTS = 3

/** Columns of functions in FROM that always have the same ones. */
const FUNCTION_COLUMNS: Readonly<Record<string, string>> = {
  FLATTEN: 'SEQ KEY PATH INDEX VALUE THIS',
  SPLIT_TO_TABLE: 'SEQ INDEX VALUE',
  EXPLODE: 'col',
  EXPLODE_OUTER: 'col',
  POSEXPLODE: 'pos col',
}

/** What a function in FROM is known to give; empty: not known. `TABLE(f(x))` gives what `f` gives. */
export function functionColumns(node: unknown): readonly IdentifierPart[] {
  const call = treeAt(isTree(node) ? node : null, 'function')
  const name = textAt(call, 'name').toUpperCase()
  const [first] = treesAt(call, 'args')
  if (name === 'TABLE' && first !== undefined) return functionColumns(first)
  const known = FUNCTION_COLUMNS[name]
  return known === undefined ? [] : known.split(' ').map((text) => ({ text, quoted: false }))
}

const NAMING: ReadonlySet<string> = new Set(['IDENTIFIER', 'TABLE', 'TABLE_CHANGES'])
const NAME_PART = /"((?:[^"]|"")*)"|([^.]+)/g

/** A string, or strings joined by `||`; null: anything else. */
function constantText(node: unknown): string | null {
  const tagged = tagOf(node)
  if (tagged?.tag === 'literal') {
    return tagged.body.literal_type === 'string' ? textAt(tagged.body, 'value') : null
  }
  if (tagged?.tag !== 'concat') return null
  const [left, right] = [constantText(tagged.body.left), constantText(tagged.body.right)]
  return left === null || right === null ? null : left + right
}

/** IDENTIFIER('a.b'), TABLE('a.b') and table_changes('a.b', 2). */
function namedByLiteral(node: Tree | null): readonly IdentifierPart[] {
  const call = treeAt(node, 'function') ?? node
  const text = constantText(treesAt(call, 'args')[0])
  if (!NAMING.has(textAt(call, 'name').toUpperCase()) || text === null) return []
  return [...text.matchAll(NAME_PART)].map(([, quoted, plain = '']) =>
    quoted === undefined
      ? { text: plain, quoted: false }
      : { text: quoted.replaceAll('""', '"'), quoted: true },
  )
}

/** The name of a table node; null: it names none. */
export function tableNameOf(table: Tree | null, lexis: Lexis): WrittenName | null {
  if (table === null) return null
  // `db..a` leaves the schema out.
  const between = isTree(table.schema) && table.catalog != null ? lexis.defaultSchema : null
  const written = ['catalog', 'schema', 'name'].flatMap((key) => {
    const part = identifierOf(table[key]) ?? (key === 'schema' ? identifierOf(between) : null)
    return part === null ? [] : pathOf(part, lexis)
  })
  const parts = written.length > 0 ? written : namedByLiteral(treeAt(table, 'identifier_func'))
  const last = parts.at(-1)
  if (last === undefined || parts.length > MAX_PARTS) return null
  const text = last.quoted ? last.text : last.text.replace(VERSION, '')
  return { parts: [...parts.slice(0, -1), { ...last, text }] }
}

export function tableOfFunction(call: Tree): WrittenName | null {
  const parts = namedByLiteral(call)
  return parts.length === 0 || parts.length > MAX_PARTS ? null : { parts }
}
