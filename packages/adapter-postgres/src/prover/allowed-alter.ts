import { identifierRules, type SqlInspector, type TableRef } from '@aegis/core'
import { type AlterToken, alterTokens } from './alter-tokens.ts'
import { refOf } from './name-at.ts'

const rules = identifierRules('postgresql')

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(/\s+/))
}

/** Before a parenthesis these are no functions. */
const GROUPING = words('using as default when then else and or not in between is case')
const TYPES = words('numeric decimal varchar varying char character bpchar bit time timestamp interval float')
/** Functions of values: they write nothing and wait for nothing, and a rollback undoes all that comes of them. */
const FUNCTIONS = words(
  `abs btrim cast ceil coalesce date_trunc floor gen_random_uuid left length lower lpad ltrim make_date nullif now
  regexp_replace replace right round rpad rtrim split_part substr substring to_char to_date to_json to_jsonb to_number
  to_timestamp trim trunc upper`,
)
/** Numbers that a sequence gave are not taken back; a default that is only set gives none. */
const IN_SET_DEFAULT = words('nextval currval')
/** Of other tables, or of objects beside the column. */
const FOREIGN = words('select references check primary unique constraint exclude')

/** Kinds that the inspector may find; several changes of one table are `alter_table_other`, and looked at one by one. */
const KINDS = words(
  `alter_table_add_column alter_table_rename_column alter_table_alter_column_type alter_table_set_not_null
  alter_table_drop_not_null alter_table_set_default alter_table_drop_default alter_table_other`,
)

function isName(token: AlterToken | undefined): boolean {
  return token?.kind === 'word' || token?.kind === 'quoted'
}

function wordsAt(tokens: readonly AlterToken[], from: number, text: string): boolean {
  return text
    .split(' ')
    .every((word, index) => tokens[from + index]?.kind === 'word' && tokens[from + index]?.text === word)
}

/** The first thing in an expression that is not a value, a cast or a harmless function; null: nothing. */
function strangerIn(tokens: readonly AlterToken[], functions: ReadonlySet<string>): string | null {
  for (const [index, token] of tokens.entries()) {
    if (token.kind === 'word' && FOREIGN.has(token.text)) return token.written.toUpperCase()
    const before = tokens[index - 1]
    if (token.text !== '(' || token.kind !== 'symbol' || before === undefined || !isName(before)) continue
    if (before.kind === 'word' && (GROUPING.has(before.text) || TYPES.has(before.text))) continue
    const isQualified = tokens[index - 2]?.text === '.'
    if (before.kind === 'quoted' || isQualified || !functions.has(before.text)) return `${before.written}()`
  }
  return null
}

function clausesOf(tokens: readonly AlterToken[]): readonly (readonly AlterToken[])[] {
  const clauses: AlterToken[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'symbol' && (token.text === '(' || token.text === '[')) depth += 1
    if (token.kind === 'symbol' && (token.text === ')' || token.text === ']')) depth -= 1
    if (token.kind === 'symbol' && token.text === ',' && depth === 0) clauses.push([])
    else clauses.at(-1)?.push(token)
  }
  return clauses
}

/** Why one change of a column is not let through; null: it is. */
function whyNotClause(clause: readonly AlterToken[]): string | null {
  const said = clause.map(({ written }) => written).join(' ')
  const other = `"${said.slice(0, 80)}" is no change that is tried`
  const stranger = (functions: ReadonlySet<string>): string | null => {
    const found = strangerIn(clause.slice(3), functions)
    return found === null ? null : `${found} is not tried`
  }
  if (!isName(clause[2])) return other
  if (wordsAt(clause, 0, 'add column')) return stranger(FUNCTIONS)
  if (wordsAt(clause, 0, 'rename column')) {
    return wordsAt(clause, 3, 'to') && isName(clause[4]) && clause.length === 5 ? null : other
  }
  if (!wordsAt(clause, 0, 'alter column')) return other
  if (wordsAt(clause, 3, 'type')) return stranger(FUNCTIONS)
  if (wordsAt(clause, 3, 'set default')) return stranger(new Set([...FUNCTIONS, ...IN_SET_DEFAULT]))
  const isBare =
    (clause.length === 5 && wordsAt(clause, 3, 'drop default')) ||
    (clause.length === 6 && (wordsAt(clause, 3, 'set not null') || wordsAt(clause, 3, 'drop not null')))
  return isBare ? null : other
}

function whyNotByText(statement: string, table: TableRef): string | null {
  const tokens = alterTokens(statement)
  if (tokens === null) return 'comments, several statements and escapes are not tried'
  if (!wordsAt(tokens, 0, 'alter table')) return 'only ALTER TABLE is tried'
  let end = 2
  while (isName(tokens[end]) && tokens[end + 1]?.text === '.') end += 2
  const written = tokens.slice(2, end + 1).map((token) => token.written)
  const ref = refOf(written.join(''))
  if (ref?.schema !== table.schema || ref.name !== table.name || written.length !== 3) {
    return `only ${rules.sql(table)}, written with its schema, is changed`
  }
  for (const clause of clausesOf(tokens.slice(end + 1))) {
    const why = whyNotClause(clause)
    if (why !== null) return why
  }
  return null
}

/**
 * Why a statement is not let at a database of the user's; null: it is a change of columns of this one table, of the kinds that Aegis
 * writes, and calls nothing but functions of values.
 */
export async function whyNotAllowed(
  statement: string,
  table: TableRef,
  inspector: SqlInspector | undefined,
): Promise<string | null> {
  const byText = whyNotByText(statement, table)
  if (byText !== null || inspector === undefined) return byText
  const inspected = await inspector.inspect(statement, 'postgresql')
  if ('unparseable' in inspected) return `it cannot be read: ${inspected.unparseable}`
  if (!KINDS.has(inspected.kind)) return `${inspected.kind.replaceAll('_', ' ')} is not tried`
  const own = inspected.targets.every((target) => {
    const ref = rules.resolve(target.parts, { defaultCatalog: null, searchPath: [] })
    return ref?.schema === table.schema && ref.name === table.name
  })
  return own ? null : `it touches more than ${rules.sql(table)}`
}
