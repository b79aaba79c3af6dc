import type { IdentifierPart, WrittenName } from '@aegis/core/ports'
import { foldPart } from '../lexer/lexis.ts'
import { type WordSet, wordSet } from '../lexer/word-set.ts'
import { fileOf, pathOf } from './files.ts'
import { becomeQuery, type Frame, pushExpression, pushGroup, pushQuery, type Scan } from './frame.ts'
import { CLAUSES_AFTER_FROM, NO_ALIAS, SET_OPERATORS } from './keywords.ts'
import { addOpaqueRead, addQueryRead, addTableRead, newQuery, OPAQUE } from './query-model.ts'
import { type NameRead, readLiteralName, readPath } from './read-name.ts'

const MAX_PARTS = 3

function opaque(frame: Frame): void {
  addOpaqueRead(frame.select)
  frame.phase = 'joined'
}

/** The alias at `index`, if one is there, and what comes after it. */
export function readAlias(
  scan: Scan,
  index: number,
): { readonly part: IdentifierPart | null; readonly next: number } {
  const { cursor } = scan
  const at = cursor.word(index) === 'AS' ? index + 1 : index
  if (!cursor.isName(at) || cursor.isOneOf(at, NO_ALIAS)) return { part: null, next: at }
  return { part: { text: cursor.text(at), quoted: cursor.kind(at) === 'quoted' }, next: at + 1 }
}

/**
 * The select list stands before the aliases that it may use: `SELECT ARRAY(SELECT x FROM o.items) FROM orders o`.
 * What was taken for tables there, since the present SELECT began, is taken back.
 */
function takeBackArrays(scan: Scan, frame: Frame, key: string): void {
  const paths = scan.paths?.get(key)
  if (paths === undefined) return
  for (let path = paths.at(-1); path !== undefined && path.index >= frame.selectBegin; path = paths.at(-1)) {
    path.select.reads[path.position] = OPAQUE
    paths.pop()
  }
}

/** Remembers a table of several parts, of which the first may yet turn out to be an alias. */
function notePath(scan: Scan, { select }: Frame, first: IdentifierPart, index: number): void {
  const key = foldPart(first, scan.lexis.cteCase)
  scan.paths ??= new Map()
  const paths = scan.paths.get(key) ?? []
  paths.push({ index, select, position: select.reads.length })
  scan.paths.set(key, paths)
}

export function noteAlias(scan: Scan, frame: Frame, part: IdentifierPart | null): void {
  if (part === null || frame.aliases === null) return
  const key = foldPart(part, scan.lexis.cteCase)
  takeBackArrays(scan, frame, key)
  scan.scopes.addAlias(key)
  frame.aliases.push(key)
}

/** `orders.items` where `orders` is an alias: an array of its row. */
function isArrayOfAlias(scan: Scan, { name }: NameRead): boolean {
  if (!scan.lexis.implicitUnnest) return false
  const first = name.parts[0]
  if (first === undefined || name.parts.length < 2) return false
  return scan.scopes.hasAlias(foldPart(first, scan.lexis.cteCase))
}

const isDual = ({ text }: IdentifierPart): boolean => text.length === 4 && text.toLowerCase() === 'dual'

/** A table, or the CTE of that name. */
function addNamed(scan: Scan, frame: Frame, name: WrittenName, alias: IdentifierPart | null): void {
  const { parts } = name
  const only = parts[0]
  const isBare = parts.length === 1 && only !== undefined && name.kind === undefined
  const cte = isBare && scan.scopes.hasCtes ? scan.scopes.findCte(foldPart(only, scan.lexis.cteCase)) : null
  if (cte !== null) addQueryRead(frame.select, 'from', cte)
  else if (isBare && scan.lexis.hasDual && isDual(only)) opaque(frame)
  else if (parts.length <= MAX_PARTS) addTableRead(frame.select, name, alias)
  else {
    // `catalog.schema.INFORMATION_SCHEMA.TABLES` holds no data of the user's; anything else is a gap.
    if (!parts.some(({ text }) => text.toUpperCase() === 'INFORMATION_SCHEMA')) scan.partial = true
    opaque(frame)
  }
}

function addTable(scan: Scan, frame: Frame, read: NameRead): number {
  const { part, next } = readAlias(scan, read.next)
  const { parts } = read.name
  const first = parts[0]
  // `s.items AS item AT position`: only what is in a row has positions.
  const isPositioned = parts.length > 1 && scan.cursor.lower(next) === 'at' && scan.cursor.isName(next + 1)
  const isArray = isPositioned || isArrayOfAlias(scan, read)
  const alias = part ?? parts[parts.length - 1] ?? null
  noteAlias(scan, frame, alias)
  frame.phase = 'joined'
  if (isArray) opaque(frame)
  else {
    if (first !== undefined && parts.length > 1 && parts.length <= MAX_PARTS && scan.lexis.implicitUnnest) {
      notePath(scan, frame, first, read.next)
    }
    addNamed(scan, frame, pathOf(read.name) ?? read.name, alias)
  }
  return next
}

function addFile(scan: Scan, frame: Frame, file: WrittenName, after: number): number {
  const { part, next } = readAlias(scan, after)
  noteAlias(scan, frame, part)
  addTableRead(frame.select, file, part)
  frame.phase = 'joined'
  return next
}

/** `TABLE x` or `MODEL x` at `index`, an argument of a function that stands for a table. null: it is something else. */
export function readTableArgument(scan: Scan, frame: Frame, index: number): number | null {
  const { cursor, lexis } = scan
  const before = cursor.word(index - 1)
  if (before !== '(' && before !== ',' && before !== '>') return null
  const isWrapped = cursor.word(index + 1) === '('
  const read = readPath(cursor, isWrapped ? index + 2 : index + 1, lexis)
  if (read === null) return null
  const after = cursor.word(read.next)
  if (isWrapped ? after !== ')' : after === '(') return null
  addNamed(scan, frame, read.name, null)
  return isWrapped ? read.next + 1 : read.next
}

const READS_FILES: ReadonlySet<string> = new Set(
  `READ_FILES CLOUD_FILES READ_CSV READ_CSV_AUTO READ_PARQUET PARQUET_SCAN READ_JSON READ_JSON_AUTO READ_NDJSON
  DIRECTORY DELTA_SCAN ICEBERG_SCAN`.split(/\s+/),
)
/** The first argument names a view or a graph. */
const READS_WINDOW: ReadonlySet<string> = new Set(['SEMANTIC_VIEW', 'GRAPH_TABLE'])
const READS_NAMED: ReadonlySet<string> = new Set(['TABLE', 'TABLE_CHANGES'])

const PATHS: WordSet = wordSet('PATH LOCATION')

/** Index of the value that names the files: of the first argument, or of the one called so. */
function firstArgument({ cursor }: Scan, open: number): number {
  const isNamed = (at: number): boolean => cursor.word(at + 1) === '=' && cursor.word(at + 2) === '>'
  if (!isNamed(open + 1)) return open + 1
  for (let at = open + 1; at < cursor.past(open); at += 1) {
    if (cursor.isOneOf(at, PATHS) && isNamed(at)) return at + 3
  }
  return open + 4
}

/** The file at `index`, or those of the list that begins there. */
function filesAt({ cursor, lexis }: Scan, index: number): readonly WrittenName[] {
  const files: WrittenName[] = []
  const isList = cursor.word(index) === '['
  for (let at = isList ? index + 1 : index; ; at += 2) {
    const file = fileOf(cursor, at, lexis)
    if (file === null) return files
    files.push(file)
    if (!isList || cursor.word(at + 1) !== ',') return files
  }
}

/** Give rows that are nowhere in the text: of an earlier statement, or of another system. */
const OUT_OF_SIGHT: ReadonlySet<string> = new Set(
  'RESULT_SCAN EXTERNAL_QUERY REMOTE_QUERY OPENQUERY DBLINK'.split(' '),
)

/** What stands at `open`, the '(' of `name`, and gives rows that are nowhere in the text, in words; null: nothing known. */
function gapAt({ cursor }: Scan, name: string, open: number): string | null {
  if (OUT_OF_SIGHT.has(name)) return name
  if (name !== 'TABLE') return null
  const isBound = cursor.word(open + 1) === ':'
  const at = isBound ? open + 2 : open + 1
  const text = cursor.text(at)
  if (cursor.word(at + 1) === '(' && OUT_OF_SIGHT.has(text.toUpperCase())) return text.toUpperCase()
  // A variable that holds the rows of an earlier query.
  const isVariable = cursor.isName(at) || cursor.kind(at) === 'parameter'
  return isVariable && cursor.word(at + 1) === ')' ? `TABLE(${isBound ? ':' : ''}${text})` : null
}

/** A function at `open`, its '(', that stands for a table. What it reads is known of a few. */
function addCall(scan: Scan, frame: Frame, name: string, open: number): number {
  const { cursor, lexis } = scan
  const files = READS_FILES.has(name) ? filesAt(scan, firstArgument(scan, open)) : []
  const named = READS_NAMED.has(name)
    ? readLiteralName(cursor, open + 1, lexis)
    : READS_WINDOW.has(name)
      ? (readPath(cursor, open + 1, lexis)?.name ?? null)
      : null
  for (const file of files) addTableRead(frame.select, file, null)
  if (files.length > 0) frame.phase = 'joined'
  else if (named !== null) addNamed(scan, frame, named, null)
  else opaque(frame)
  // What a variable names is not in the text.
  const isVariable = cursor.kind(open + 1) === 'parameter' || cursor.word(open + 1) === ':'
  const gap = gapAt(scan, name, open)
  scan.gap ??= gap
  if (name === 'IDENTIFIER' || (name === 'TABLE' && isVariable) || gap !== null) scan.partial = true
  frame.phase = 'joined'
  pushExpression(scan, frame, open + 1).isCall = true
  return open + 1
}

/** FINAL TABLE (INSERT ...): the rows that a statement changed. `open` is its '('. */
function addChange(scan: Scan, frame: Frame, open: number): number {
  const query = newQuery()
  addQueryRead(frame.select, 'from', query)
  pushQuery(scan, frame.select, query, open + 1).mayWrite = true
  return open + 1
}

/** `UNPIVOT s.attributes AS value AT name`: the expression, not a table of that name. */
function isUnpivoting({ cursor }: Scan, index: number): boolean {
  if (cursor.lower(index) !== 'unpivot' || !cursor.isName(index + 1)) return false
  const after = cursor.word(index + 2)
  return after === '.' || after === '('
}

/** One token, or one table's name, where a table is expected. */
export function stepSource(scan: Scan, frame: Frame, index: number): number {
  const { cursor } = scan
  const word = cursor.word(index)
  const next = cursor.word(index + 1)
  switch (word) {
    case '(':
      pushGroup(scan, frame, index + 1)
      return index + 1
    case ',':
    case 'LATERAL':
      return index + 1
    case 'ONLY':
    case 'STREAM':
      if (word === 'STREAM' && !scan.lexis.streams) break
      if (next !== '(' && (!cursor.isName(index + 1) || cursor.isOneOf(index + 1, NO_ALIAS))) break
      return index + 1
    case 'ALL':
    case 'DISTINCT':
      // `(a) UNION ALL (b)` in parentheses: an operand follows.
      if (!cursor.isOneOf(index - 1, SET_OPERATORS)) break
      return index + 1
    case 'SELECT':
    case 'WITH':
    case 'FROM':
      if (frame.kind !== 'group') break
      becomeQuery(scan, frame)
      return index
    case 'VALUES':
      opaque(frame)
      frame.phase = 'rest'
      return index + 1
    case 'ROWS':
      if (next !== 'FROM' || cursor.word(index + 2) !== '(') break
      return addCall(scan, frame, 'ROWS', index + 2)
    case 'UNNEST':
    case 'TABLE':
      if (next === '(') return addCall(scan, frame, word, index + 1)
      // (TABLE orders) AS o
      if (word !== 'TABLE' || frame.kind !== 'group' || index !== frame.begin) break
      becomeQuery(scan, frame)
      return index
    case 'FINAL':
    case 'NEW':
    case 'OLD':
      if (next === 'TABLE' && cursor.word(index + 2) === '(') return addChange(scan, frame, index + 2)
      break
  }
  const kind = cursor.kind(index)
  if (kind === 'parameter' || kind === 'string') {
    const file = fileOf(cursor, index, scan.lexis)
    if (file !== null) return addFile(scan, frame, file, index + 1)
    // What an earlier statement of the chain gave.
    if (scan.lexis.chains && /^\$\d+$/.test(cursor.text(index))) scan.partial = true
    opaque(frame)
    return index + 1
  }
  if (word === ':') {
    // A variable names the table.
    scan.partial = true
    opaque(frame)
    return index + 2
  }
  if (isUnpivoting(scan, index)) {
    opaque(frame)
    return index + 1
  }
  const read = readPath(cursor, index, scan.lexis)
  if (read === null) {
    if (word === 'IDENTIFIER' && next === '(') return addCall(scan, frame, 'IDENTIFIER', index + 1)
    const isEnd = cursor.isOneOf(index, CLAUSES_AFTER_FROM) || word === 'JOIN'
    // A comma too many is harmless.
    if (!isEnd || cursor.word(index - 1) !== ',') scan.partial = true
    frame.phase = 'joined'
    return isEnd ? index : index + 1
  }
  if (cursor.word(read.next) === '(' && read.name.kind === undefined) {
    const last = read.name.parts.at(-1)
    return addCall(scan, frame, last?.text.toUpperCase() ?? '', read.next)
  }
  return addTable(scan, frame, read)
}
