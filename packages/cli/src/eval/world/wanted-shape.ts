import type { Dialect } from '@aegis/core'
import type { ColumnUse, Output, ShapeColumn, TableBlueprint } from './blueprint.ts'
import type { Effect } from './effect.ts'
import { isSame, type State } from './state.ts'
import { familyOf } from './types-of.ts'

/** The columns that a run gives a table, with what the changes came of; or why the run fails. */
export type Wanted =
  | { readonly fails: readonly Effect[] }
  | { readonly columns: readonly ShapeColumn[]; readonly from: readonly Effect[] }

export interface Surroundings {
  readonly dialect: Dialect
  readonly stateOf: (table: number) => State
  readonly newUid: () => number
}

interface Rules {
  /** Its columns stay what they are, whatever is put into them. */
  readonly keepsColumns: boolean
  /** It holds on to columns, and not to their names. */
  readonly bindsColumns: boolean
  readonly mirrorsNull: boolean
}

function rulesOf({ build, isSynced }: TableBlueprint, dialect: Dialect): Rules {
  const isFilled = build === 'insert' || build === 'merge'
  return {
    keepsColumns: isFilled && !isSynced,
    // As views of PostgreSQL do.
    bindsColumns: isSynced || (build === 'view' && dialect === 'postgresql'),
    mirrorsNull: isFilled && isSynced,
  }
}

const passesOn = ({ form }: Output): boolean => form === 'same' || form === 'alias'

/** SELECT * takes whatever columns there are. Returns why those that were there are not any more. */
function followStar(table: TableBlueprint, { dialect, stateOf, newUid }: Surroundings): readonly Effect[] {
  const state = stateOf(table.at)
  const at = table.sources[0] ?? 0
  const source = stateOf(at)
  const here = new Set(source.columns.map(({ uid }) => uid))
  const lost = state.outputs.flatMap(({ from }) =>
    here.has(from.uid) ? [] : (source.removed.get(from.uid) ?? []),
  )
  state.outputs = source.columns.map((column) => {
    const uid = state.mirrored.get(column.uid) ?? newUid()
    state.mirrored.set(column.uid, uid)
    return {
      uid,
      name: column.name,
      form: 'same',
      from: { source: at, uid: column.uid, written: column.name },
      type: null,
      needs: familyOf(dialect, column.type),
    }
  })
  return lost
}

/** The model of one column with the present name and type of its source. `isBroken`: as it is written, it fails. */
function mended(
  output: Output,
  column: ShapeColumn,
  { isSynced }: TableBlueprint,
  { keepsColumns, bindsColumns }: Rules,
  dialect: Dialect,
): { readonly next: Output; readonly isBroken: boolean } {
  let next = output
  let isBroken = false
  if (column.name !== output.from.written) {
    isBroken = !bindsColumns
    const name = isSynced && output.form === 'same' ? column.name : output.name
    const form = output.form === 'same' && name !== column.name ? 'alias' : output.form
    next = { ...output, name, form, from: { ...output.from, written: column.name } }
  }
  const family = familyOf(dialect, column.type)
  if (family !== output.needs && output.form !== 'cast') {
    const passes = passesOn(output) && !keepsColumns
    // Everything can be written into a text.
    const takesAll = passesOn(output) && output.needs === 'text'
    if (!passes && !takesAll && !isSynced) isBroken = true
    if (passes || isSynced) next = { ...next, needs: family }
  }
  return { next, isBroken }
}

/** What the sources make of the table now. Its model mends itself where it can, and then stays so. */
export function wantedShape(table: TableBlueprint, around: Surroundings): Wanted {
  const { dialect, stateOf } = around
  const state = stateOf(table.at)
  const rules = rulesOf(table, dialect)
  const unreadable = table.sources.flatMap((source) => {
    const { exists, gone, broken } = stateOf(source)
    return (exists ? broken : gone) ?? []
  })
  if (unreadable.length > 0) return { fails: unreadable }
  const fails = new Set<Effect>()
  const from = new Set<Effect>(table.isStar && !rules.keepsColumns ? followStar(table, around) : [])
  const outputs: Output[] = []
  const columns: ShapeColumn[] = []
  for (const output of state.outputs) {
    const source = stateOf(output.from.source)
    const column = source.columns.find(({ uid }) => uid === output.from.uid)
    if (column === undefined) {
      const reason = source.removed.get(output.from.uid)
      if (reason !== undefined) (table.isSynced ? from : fails).add(reason)
      continue
    }
    const touched = source.touched.get(column.uid)
    const { next, isBroken } = mended(output, column, table, rules, dialect)
    if (isBroken && touched !== undefined) fails.add(touched)
    const old = state.columns.find(({ uid }) => uid === output.uid)
    const passed = rules.keepsColumns && old !== undefined ? old.type : column.type
    const nullable = rules.mirrorsNull && passesOn(output) ? column.nullable : (old?.nullable ?? true)
    const made = {
      uid: output.uid,
      name: next.name,
      type: output.type ?? passed,
      nullable: output.nullable ?? nullable,
    }
    if (touched !== undefined && (old === undefined || !isSame([old], [made]))) from.add(touched)
    outputs.push(next)
    columns.push(made)
  }
  const uses = state.uses.map((use): ColumnUse => {
    const source = stateOf(use.source)
    const column = source.columns.find(({ uid }) => uid === use.uid)
    if (column !== undefined && (column.name === use.written || rules.bindsColumns))
      return { ...use, written: column.name }
    const reason = column === undefined ? source.removed.get(use.uid) : source.touched.get(use.uid)
    if (reason !== undefined) fails.add(reason)
    return use
  })
  if (fails.size > 0) return { fails: [...fails] }
  state.outputs = outputs
  state.uses = uses
  return { columns: [...columns, ...state.added], from: [...from] }
}
