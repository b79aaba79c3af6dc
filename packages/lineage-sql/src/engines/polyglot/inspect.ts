import type { InspectedKind, WrittenName } from '@aegis/core/ports'
import type { Lexis } from '../../lexer/lexis.ts'
import { foldPart } from '../../lexer/lexis.ts'
import type { InspectionModel } from '../statement-model.ts'
import { isTree, listAt, type Tree, tagOf, treeAt, treesAt } from '../tree.ts'
import { calledFunction } from './called-functions.ts'
import { identifierOf, tableNameOf, tableOfFunction } from './names.ts'

const KINDS: Readonly<Record<string, InspectedKind>> = {
  insert: 'insert',
  multitable_inserts: 'insert',
  update: 'update',
  delete: 'delete',
  merge: 'merge',
  truncate: 'truncate',
  copy: 'copy',
  create_index: 'create_index',
  create_schema: 'create_schema',
  create_function: 'create_function',
  create_procedure: 'create_function',
  drop_table: 'drop_table',
  drop_view: 'drop_view',
  drop_schema: 'drop_schema',
  grant: 'grant',
  revoke: 'revoke',
  comment: 'comment',
  set_statement: 'set',
  transaction: 'transaction',
  commit: 'transaction',
  rollback: 'transaction',
  union: 'select',
  intersect: 'select',
  except: 'select',
  subquery: 'select',
  values: 'select',
}

const ALTER_KINDS: Readonly<Record<string, InspectedKind>> = {
  AddColumn: 'alter_table_add_column',
  DropColumn: 'alter_table_drop_column',
  RenameColumn: 'alter_table_rename_column',
  RenameTable: 'alter_table_rename',
  AddConstraint: 'alter_table_add_constraint',
  DropConstraint: 'alter_table_drop_constraint',
  SetNotNull: 'alter_table_set_not_null',
  DropNotNull: 'alter_table_drop_not_null',
  SetDefault: 'alter_table_set_default',
  DropDefault: 'alter_table_drop_default',
  SetDataType: 'alter_table_alter_column_type',
}

function actionKind(action: unknown): InspectedKind {
  const word = typeof action === 'string' ? action : (Object.keys(isTree(action) ? action : {})[0] ?? '')
  if (word !== 'AlterColumn') return ALTER_KINDS[word] ?? 'alter_table_other'
  return actionKind(treeAt(isTree(action) ? action : null, 'AlterColumn')?.action)
}

function alterKind(node: Tree): InspectedKind {
  const [first, ...others] = new Set(listAt(node, 'actions').map(actionKind))
  return first === undefined || others.length > 0 ? 'alter_table_other' : first
}

function kindOf(tag: string, node: Tree): InspectedKind {
  switch (tag) {
    case 'select':
      return node.into == null ? 'select' : 'create_table_as'
    case 'create_table':
      return node.as_select == null && node.clone_source == null ? 'create_table' : 'create_table_as'
    case 'create_view':
      if (node.materialized === true) return 'create_materialized_view'
      return node.or_replace === true || node.or_alter === true ? 'create_or_replace_view' : 'create_view'
    case 'alter_table':
      return alterKind(node)
    default:
      return KINDS[tag] ?? 'other'
  }
}

/** Tags whose node is a table's name, wherever they stand. */
const TABLE_KEYS: ReadonlySet<string> = new Set([
  'table',
  'clone_source',
  'source',
  'RenameTable',
  'SwapWith',
])
/** Lists of table names, by the statement they belong to. */
const LISTS: Readonly<Record<string, string>> = {
  names: 'drop_table',
  using: 'delete',
  extra_tables: 'update',
}
const NAMED_TABLE: ReadonlySet<string> = new Set([
  'create_table',
  'create_view',
  'alter_table',
  'drop_view',
  'alter_view',
])
export interface Inspected extends InspectionModel {
  readonly opaque: boolean
}

interface Visible {
  readonly names: ReadonlySet<string>
  readonly outer: Visible | null
}

function isVisible(name: string, at: Visible | null): boolean {
  for (let scope = at; scope !== null; scope = scope.outer) if (scope.names.has(name)) return true
  return false
}

/** Nodes that the parser keeps as text because it does not know the statement. */
const OPAQUE: ReadonlySet<string> = new Set(['command', 'raw'])

export function isOpaque(tag: string): boolean {
  return OPAQUE.has(tag)
}

/** Every relation and function in a statement's tree, and what the statement is. */
export function inspectTree(rootTag: string, root: Tree, lexis: Lexis): Inspected {
  const tables = new Map<string, WrittenName>()
  const functions = new Set<string>()
  let opaque = OPAQUE.has(rootTag)
  const keyOf = (text: string, quoted: boolean): string => foldPart({ text, quoted }, lexis.cteCase)
  const addName = (name: WrittenName | null, visible: Visible | null): void => {
    const [first, ...rest] = name?.parts ?? []
    if (name === null || first === undefined) return
    if (rest.length === 0 && isVisible(keyOf(first.text, first.quoted), visible)) return
    tables.set(name.parts.map((part) => foldPart(part, lexis.nameCase)).join('\0'), name)
  }
  const stack: { readonly node: unknown; readonly visible: Visible | null }[] = [
    { node: { [rootTag]: root }, visible: null },
  ]
  const pushCtes = (clause: Tree, visible: Visible | null): Visible => {
    const ctes = treesAt(clause, 'ctes')
    const names = ctes.map((cte) => {
      const name = identifierOf(cte.alias)
      return name === null ? '' : keyOf(name.text, name.quoted)
    })
    const all: Visible = { names: new Set(names), outer: visible }
    const recursive = clause.recursive === true
    for (const [index, cte] of ctes.entries()) {
      const before: Visible = { names: new Set(names.slice(0, index)), outer: visible }
      stack.push({ node: cte.this, visible: recursive ? all : before })
    }
    return all
  }
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { node, visible } = next
    if (Array.isArray(node)) for (const each of node) stack.push({ node: each, visible })
    if (!isTree(node)) continue
    const clause = treeAt(node, 'with') ?? treeAt(node, 'with_cte') ?? treeAt(treeAt(node, 'with_'), 'with')
    const inside = clause === null ? visible : pushCtes(clause, visible)
    const isAlone = Object.keys(node).length === 1
    for (const key in node) {
      const child = node[key]
      if (
        key === 'with' ||
        key === 'with_cte' ||
        key === 'with_' ||
        typeof child !== 'object' ||
        child === null
      )
        continue
      if (isTree(child)) {
        if (OPAQUE.has(key)) opaque = true
        if (TABLE_KEYS.has(key)) addName(tableNameOf(child, lexis), node === root ? null : inside)
        if (NAMED_TABLE.has(key)) addName(tableNameOf(treeAt(child, 'name'), lexis), null)
        if (key === 'function') addName(tableOfFunction(child), null)
        const called = calledFunction(key, child, isAlone)
        if (called !== null && called !== '') functions.add(called.toLowerCase())
      } else if (LISTS[key] === rootTag) {
        for (const each of listAt(node, key)) addName(isTree(each) ? tableNameOf(each, lexis) : null, inside)
      }
      stack.push({ node: child, visible: inside })
    }
  }
  const securable =
    identifierOf(root.securable) ??
    (rootTag === 'comment' ? identifierOf(treeAt(root, 'this')?.identifier) : null)
  if (securable !== null) {
    addName({ parts: securable.text.split('.').map((text) => ({ text, quoted: securable.quoted })) }, null)
  }
  return { kind: kindOf(rootTag, root), tables: [...tables.values()], functions: [...functions], opaque }
}

export function statementOf(node: unknown): { readonly tag: string; readonly body: Tree } | null {
  let tagged = tagOf(node)
  // A comment behind the statement wraps it.
  while (tagged?.tag === 'annotated') tagged = tagOf(tagged.body.this)
  return tagged
}
