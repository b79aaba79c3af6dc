import type { SchemaChange } from '../model/anomaly.ts'
import type { Column } from '../model/table.ts'

function isWhole({ insideColumn }: SchemaChange): boolean {
  return insideColumn === undefined
}

function isMove({ kind }: SchemaChange): boolean {
  return kind === 'column_deleted' || kind === 'column_added' || kind === 'column_renamed'
}

interface Sides {
  /** The change that took a name away, and the one that brought it, by name. */
  readonly before: ReadonlyMap<string, SchemaChange>
  readonly after: ReadonlyMap<string, SchemaChange>
}

function sidesOf(moves: readonly SchemaChange[]): Sides {
  const before = new Map<string, SchemaChange>()
  const after = new Map<string, SchemaChange>()
  for (const move of moves) {
    const old = move.previousName ?? move.before?.name ?? move.column
    if (move.kind !== 'column_added' && old != null) before.set(old, move)
    if (move.kind !== 'column_deleted' && move.column !== null) after.set(move.column, move)
  }
  return { before, after }
}

function survived(
  name: string,
  was: Column | null,
  is: Column | null,
  from: SchemaChange,
): readonly SchemaChange[] {
  const common = { column: name, before: was, after: is, severity: from.severity, evidence: from.evidence }
  const isRetyped = was?.type !== is?.type
  const isNullability = was?.nullable != null && is?.nullable != null && was.nullable !== is.nullable
  return [
    ...(isRetyped ? [{ ...common, kind: 'type_changed' as const }] : []),
    ...(isNullability ? [{ ...common, kind: 'nullability_changed' as const }] : []),
  ]
}

/**
 * What the changes of one look come to by name. Where a column goes and those behind it move up, a table made anew looks as if
 * each had taken the next one's name; by name only the one column is gone. Whoever reads columns by name sees no more than that.
 */
export function netChanges(changes: readonly SchemaChange[]): readonly SchemaChange[] {
  const moves = changes.filter((change) => isWhole(change) && isMove(change))
  const { before, after } = sidesOf(moves)
  const kept = [...before.keys()].filter((name) => after.has(name) && after.get(name) !== before.get(name))
  if (kept.length === 0) return changes
  const isKept = new Set(kept)
  const moved = new Set(moves.flatMap(({ column }) => column ?? []))
  const others = changes.filter((change) => !isMove(change) || !isWhole(change))
  const gone = [...before].flatMap(([name, change]): readonly SchemaChange[] => {
    if (isKept.has(name)) return []
    // A plain rename, of a name that is gone to one that is new.
    if (change.kind === 'column_renamed' && change.column !== null && !isKept.has(change.column))
      return [change]
    const { severity, evidence } = change
    return [{ kind: 'column_deleted', column: name, before: change.before, after: null, severity, evidence }]
  })
  const come = [...after].flatMap(([name, change]): readonly SchemaChange[] => {
    const isPlain = change.kind === 'column_renamed' && !isKept.has(change.previousName ?? '')
    if (isKept.has(name) || isPlain) return []
    const { severity, evidence } = change
    return [{ kind: 'column_added', column: name, before: null, after: change.after, severity, evidence }]
  })
  const same = kept.flatMap((name) => {
    const [was, is] = [before.get(name), after.get(name)]
    return was === undefined || is === undefined ? [] : survived(name, was.before, is.after, is)
  })
  // What was said of the type of a column that moved compares it with another.
  const rest = others.filter(({ column }) => column === null || !moved.has(column) || !isKept.has(column))
  return [...gone, ...come, ...same, ...rest]
}
