import type { Column } from '../../model/table.ts'
import { acceptedView, type ViewWords } from './accepted-view.ts'
import { type DialectSql, namesIn } from './dialect-sql.ts'
import { nameAfter, orderRenames, type Rename } from './order-renames.ts'
import { byHand, type Drift, type RemediationStep, type Undoing } from './remediation-step.ts'
import { type SortedChanges, sortChanges, stopsInserts } from './sorted-changes.ts'
import { dropAddedStep, renameStep } from './statements.ts'

function renamesOf(drift: Drift, sorted: SortedChanges, sql: DialectSql): readonly Rename[] {
  return orderRenames(
    sorted.renames,
    drift.latest.map(({ name }) => name),
    sql.foldsColumns,
  )
}

function deletedBack(drift: Drift, deleted: readonly Column[], sql: DialectSql): readonly RemediationStep[] {
  const { table, column } = namesIn(drift)
  const backs = deleted.map((item) => ({ item, ...sql.columnBack(item, drift) }))
  const plainFirst = [...backs.filter((back) => !back.isComputed), ...backs.filter((back) => back.isComputed)]
  return plainFirst.flatMap(({ item, steps, needsFilling }) => {
    if (item.nullable !== false || !needsFilling) return steps
    const fill: RemediationStep = {
      ...byHand(
        `Fill ${column(item.name)} of ${table}, by running the job that loads it again or by hand: it had a value in every row. Then NULL can be forbidden again.`,
      ),
      type: 'rerun_job',
    }
    return [...steps, fill, ...sql.notNullBack([item.name], drift, 'filled')]
  })
}

/** Inside a nested type no statement is safe to write without knowing how the column is filled. */
function insideByHand({ inside }: SortedChanges, drift: Drift): readonly RemediationStep[] {
  const { table } = namesIn(drift)
  return inside.map(({ kind, column, insideColumn, before }) => {
    const back =
      kind === 'column_added'
        ? 'is new'
        : `was ${before?.type ?? 'another'}${before?.nullable === false ? ' not null' : ''}`
    return byHand(
      `\`${column}\` inside ${insideColumn} of ${table} ${back}: change the type of ${insideColumn} back where it is loaded.`,
    )
  })
}

function columnSteps(drift: Drift, sorted: SortedChanges, sql: DialectSql): readonly RemediationStep[] {
  const names = namesIn(drift)
  const renames = renamesOf(drift, sorted, sql)
  return [
    ...(renames.length === 0 ? [] : sql.beforeRename(drift)),
    ...renames.map(({ from, to, isBack }) =>
      renameStep(from, to, isBack, names, sql.renamePreconditions(drift)),
    ),
    ...sorted.gainedNotNull.map((name) => sql.nullAllowed(name, drift)),
    ...sorted.added.filter(stopsInserts).map(({ name }) => sql.nullAllowed(nameAfter(name, renames), drift)),
    ...(sorted.types.length === 0 ? [] : sql.typesBack(sorted.types, drift)),
    ...deletedBack(drift, sorted.deleted, sql),
    ...(sorted.lostNotNull.length === 0 ? [] : sql.notNullBack(sorted.lostNotNull, drift, 'lost')),
    ...insideByHand(sorted, drift),
  ]
}

function alternativesOf(
  drift: Drift,
  sorted: SortedChanges,
  sql: DialectSql,
  words: ViewWords,
): readonly RemediationStep[] {
  const names = namesIn(drift)
  const view = acceptedView(drift, sorted, words)
  const drops = sorted.added.map(({ name }) => dropAddedStep(name, names))
  return [...(view === null ? [] : [view]), ...(drops.length === 0 ? [] : sql.beforeDrop(drift)), ...drops]
}

const REPLACED = byHand(
  'The table was dropped and made anew with the same columns: give back what it had besides, such as rights, keys, indexes and comments, and look whether its rows are all there.',
)

/** What leads from the latest shape back to the accepted one, in one dialect. */
export function undoDrift(drift: Drift, sql: DialectSql, words: ViewWords): Undoing {
  const sorted = sortChanges(drift.changes)
  if (sorted.isDropped) return sql.tableBack(drift)
  const steps = columnSteps(drift, sorted, sql)
  return {
    steps: sorted.isReplaced ? [...steps, REPLACED] : steps,
    alternatives: alternativesOf(drift, sorted, sql, words),
  }
}

/** The view alone: of what cannot be altered, such as a view. */
export function viewBesides(drift: Drift, words: ViewWords): readonly RemediationStep[] {
  const sorted = sortChanges(drift.changes)
  if (sorted.isDropped) return []
  const view = acceptedView(drift, sorted, words)
  return view === null ? [] : [view]
}

/**
 * The shape that the steps give: the accepted one, and the new columns, which stay and may be NULL. Of an alternative nothing is said.
 */
export function wantedShape(drift: Drift, foldsColumns: boolean): readonly Column[] {
  const sorted = sortChanges(drift.changes)
  if (sorted.isDropped) return drift.accepted
  const renames = orderRenames(
    sorted.renames,
    drift.latest.map(({ name }) => name),
    foldsColumns,
  )
  const kept = sorted.added.map((column) => ({
    ...column,
    name: nameAfter(column.name, renames),
    ...(stopsInserts(column) ? { nullable: true } : {}),
  }))
  return [...drift.accepted, ...kept]
}
