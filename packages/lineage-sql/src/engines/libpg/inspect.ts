import type { InspectedKind, WrittenName } from '@aegis/core/ports'
import type { InspectionModel } from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, textAt, treeAt, treesAt } from '../tree.ts'
import { tableName } from './queries.ts'
import { namesAt, partOf } from './values.ts'

const ALTER_KINDS: Readonly<Record<string, InspectedKind>> = {
  AT_AddColumn: 'alter_table_add_column',
  AT_DropColumn: 'alter_table_drop_column',
  AT_AlterColumnType: 'alter_table_alter_column_type',
  AT_SetNotNull: 'alter_table_set_not_null',
  AT_DropNotNull: 'alter_table_drop_not_null',
  AT_AddConstraint: 'alter_table_add_constraint',
  AT_DropConstraint: 'alter_table_drop_constraint',
}

const DROP_KINDS: Readonly<Record<string, InspectedKind>> = {
  OBJECT_TABLE: 'drop_table',
  OBJECT_VIEW: 'drop_view',
  OBJECT_MATVIEW: 'drop_view',
  OBJECT_SCHEMA: 'drop_schema',
}

const WRITES: Readonly<Record<string, InspectedKind>> = {
  InsertStmt: 'insert',
  UpdateStmt: 'update',
  DeleteStmt: 'delete',
  MergeStmt: 'merge',
}

const PLAIN: Readonly<Record<string, InspectedKind>> = {
  TruncateStmt: 'truncate',
  CopyStmt: 'copy',
  CreateStmt: 'create_table',
  IndexStmt: 'create_index',
  CreateSchemaStmt: 'create_schema',
  CreateFunctionStmt: 'create_function',
  RefreshMatViewStmt: 'refresh_materialized_view',
  CommentStmt: 'comment',
  VariableSetStmt: 'set',
  TransactionStmt: 'transaction',
  CallStmt: 'call',
  DoStmt: 'do',
  ...WRITES,
}

function alterKind(node: Tree): InspectedKind {
  if (node.objtype !== 'OBJECT_TABLE') return 'other'
  const kinds = treesAt(node, 'cmds').map((each): InspectedKind => {
    const command = treeAt(each, 'AlterTableCmd')
    if (command?.subtype === 'AT_ColumnDefault') {
      return command.def === undefined ? 'alter_table_drop_default' : 'alter_table_set_default'
    }
    return ALTER_KINDS[textAt(command, 'subtype')] ?? 'alter_table_other'
  })
  const [first, ...others] = new Set(kinds)
  return first === undefined || others.length > 0 ? 'alter_table_other' : first
}

function renameKind(node: Tree): InspectedKind {
  if (node.renameType === 'OBJECT_COLUMN' && node.relationType === 'OBJECT_TABLE')
    return 'alter_table_rename_column'
  return node.renameType === 'OBJECT_TABLE' ? 'alter_table_rename' : 'other'
}

function headKind(tag: string, node: Tree): InspectedKind {
  switch (tag) {
    case 'SelectStmt':
      return node.intoClause === undefined ? 'select' : 'create_table_as'
    case 'ViewStmt':
      return node.replace === true ? 'create_or_replace_view' : 'create_view'
    case 'CreateTableAsStmt':
      return node.objtype === 'OBJECT_MATVIEW' ? 'create_materialized_view' : 'create_table_as'
    case 'AlterTableStmt':
      return alterKind(node)
    case 'RenameStmt':
      return renameKind(node)
    case 'DropStmt':
      return DROP_KINDS[textAt(node, 'removeType')] ?? 'other'
    case 'GrantStmt':
      return node.is_grant === true ? 'grant' : 'revoke'
    case 'ExplainStmt': {
      const runs = treesAt(node, 'options').some((each) => treeAt(each, 'DefElem')?.defname === 'analyze')
      const inner = tagOf(node.query)
      return runs && inner !== null ? headKind(inner.tag, inner.body) : 'explain'
    }
    default:
      return PLAIN[tag] ?? 'other'
  }
}

/** CTE names that are visible at a place, innermost first. */
interface Visible {
  readonly names: ReadonlySet<string>
  readonly outer: Visible | null
}

function isVisible(name: string, at: Visible | null): boolean {
  for (let scope = at; scope !== null; scope = scope.outer) if (scope.names.has(name)) return true
  return false
}

/** Objects that DROP and COMMENT name by a list of strings. */
function listedTables(tag: string, node: Tree): readonly WrittenName[] {
  const named =
    tag === 'DropStmt' && textAt(node, 'removeType') in DROP_KINDS && node.removeType !== 'OBJECT_SCHEMA'
  const objects = named ? listAt(node, 'objects') : tag === 'CommentStmt' ? [node.object] : []
  return objects.flatMap((object) => {
    const names = namesAt(isTree(object) ? treeAt(object, 'List') : null, 'items')
    const table = node.objtype === 'OBJECT_COLUMN' ? names.slice(0, -1) : names
    return table.length === 0 ? [] : [{ parts: table.map(partOf) }]
  })
}

const CALLS_BY_KIND: Readonly<Record<string, string>> = {
  CoalesceExpr: 'coalesce',
  MinMaxExpr: 'greatest',
  XmlExpr: 'xml',
}

/** Every relation and function in a statement's tree, and what the statement is. */
export function inspectTree(tag: string, node: Tree): InspectionModel {
  const tables = new Map<string, WrittenName>()
  const functions = new Set<string>()
  const writes = new Set<InspectedKind>()
  const stack: { readonly node: unknown; readonly visible: Visible | null }[] = [
    { node: { [tag]: node }, visible: null },
  ]
  const addTable = (name: WrittenName): void => {
    tables.set(name.parts.map(({ text }) => text).join('\0'), name)
  }
  const addFunction = (names: readonly string[]): void => {
    functions.add((names[0] === 'pg_catalog' ? names.slice(1) : names).join('.'))
  }
  const addRelation = (relation: Tree, visible: Visible | null): void => {
    const name = tableName(relation)
    const isCte = name.parts.length === 1 && isVisible(name.parts[0]?.text ?? '', visible)
    if (name.parts.length > 0 && !isCte) addTable(name)
  }
  const pushCtes = (clause: Tree, visible: Visible | null): Visible | null => {
    const ctes = treesAt(clause, 'ctes').map((each) => treeAt(each, 'CommonTableExpr'))
    const names = ctes.map((cte) => textAt(cte, 'ctename'))
    const all: Visible = { names: new Set(names), outer: visible }
    for (const [index, cte] of ctes.entries()) {
      // Without RECURSIVE a CTE sees those before it, and not itself.
      const before: Visible = { names: new Set(names.slice(0, index)), outer: visible }
      stack.push({ node: cte?.ctequery, visible: clause.recursive === true ? all : before })
    }
    return all
  }

  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node: current, visible } = next
    if (Array.isArray(current)) for (const each of current) stack.push({ node: each, visible })
    if (!isTree(current)) continue
    if (typeof current.relname === 'string') {
      addRelation(current, visible)
      continue
    }
    const clause = treeAt(current, 'withClause')
    const inside = clause === null ? visible : pushCtes(clause, visible)
    for (const key in current) {
      const child = current[key]
      if (key === 'withClause' || typeof child !== 'object' || child === null) continue
      const write = WRITES[key]
      if (write !== undefined) writes.add(write)
      const called = CALLS_BY_KIND[key]
      if (called !== undefined) functions.add(called)
      if (key === 'funcname') addFunction(namesAt(current, 'funcname'))
      // What a statement writes is never a CTE.
      if (key === 'relation' && isTree(child) && typeof child.relname === 'string') addRelation(child, null)
      else stack.push({ node: child, visible: inside })
    }
  }
  for (const table of listedTables(tag, node)) addTable(table)
  const head = headKind(tag, node)
  const hidden = [...writes].filter((write) => write !== head)
  const runs = head === 'select' || head in PLAIN || head === 'create_table_as' || [...writes].length > 0
  const kind =
    hidden.length === 0 || !runs || head === 'explain'
      ? head
      : head === 'select' && hidden.length === 1
        ? (hidden[0] ?? 'other')
        : 'other'
  return { kind, tables: [...tables.values()], functions: [...functions] }
}
