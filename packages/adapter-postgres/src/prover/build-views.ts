import { diffShapes, identifierRules, type PlanDependent, type PlanToProve } from '@aegis/core'
import { type Mender, runMending } from './mending.ts'
import { type Refusal, type Shadow, tryToRun } from './shadow.ts'

const rules = identifierRules('postgresql')

/** A view that is not there, and why. */
export interface UnbuiltView {
  readonly view: PlanDependent
  readonly why: Refusal
}

export interface BuiltViews {
  readonly built: readonly PlanDependent[]
  readonly unbuilt: readonly UnbuiltView[]
}

function creating({ ref, kind, sql }: PlanDependent): string {
  const query = sql.trim().replace(/;+$/, '')
  // Nothing is read: also a query without end only has to be understood.
  return kind === 'materialized_view'
    ? `CREATE MATERIALIZED VIEW ${rules.sql(ref)} AS ${query} WITH NO DATA`
    : `CREATE VIEW ${rules.sql(ref)} AS ${query}`
}

/** Creates those views that can be, in whatever order they need each other. */
export async function buildViews(
  shadow: Shadow,
  views: readonly PlanDependent[],
  menders: readonly Mender[],
): Promise<BuiltViews> {
  const built: PlanDependent[] = []
  let left: readonly UnbuiltView[] = []
  let waiting = views
  while (waiting.length > 0) {
    const refused: UnbuiltView[] = []
    for (const view of waiting) {
      await tryToRun(shadow, `CREATE SCHEMA IF NOT EXISTS ${rules.quote(view.ref.schema)}`)
      const why = await runMending(shadow, creating(view), menders)
      if (why === null) built.push(view)
      else refused.push({ view, why })
    }
    left = refused
    if (refused.length === waiting.length) break
    waiting = refused.map(({ view }) => view)
  }
  return { built, unbuilt: left }
}

type Renames = readonly (readonly [now: string, before: string])[]

/** Columns that were renamed: PostgreSQL's numbers tell, and for a table that was made anew the comparison of shapes. */
function renamesOf({ accepted, latest }: PlanToProve): Renames {
  const old = new Map(accepted.map(({ ordinal, name }) => [ordinal, name]))
  const byNumber = latest.flatMap(({ ordinal, name }) => {
    const before = old.get(ordinal)
    return before === undefined || before === name ? [] : [[name, before] as const]
  })
  const inferred = diffShapes(accepted, latest, { dialect: 'postgresql' }).flatMap(
    ({ kind, before, after }) =>
      kind === 'column_renamed' && before !== null && after !== null
        ? [[after.name, before.name] as const]
        : [],
  )
  const names = new Set(latest.map(({ name }) => name))
  // A name that another column has cannot be given back.
  const isPossible = (renames: Renames): boolean =>
    renames.every(([, before]) => !names.has(before) || renames.some(([now]) => now === before))
  return [byNumber, inferred].find((renames) => renames.length > 0 && isPossible(renames)) ?? []
}

/** Renames several columns at once, also where they swap names. */
async function renameAll(shadow: Shadow, table: string, renames: Renames): Promise<void> {
  const rename = async (from: string, to: string): Promise<void> => {
    await shadow.run({
      text: `ALTER TABLE ${table} RENAME COLUMN ${rules.quote(from)} TO ${rules.quote(to)}`,
    })
  }
  for (const [index, [from]] of renames.entries()) await rename(from, `aegis renamed ${index}`)
  for (const [index, [, to]] of renames.entries()) await rename(`aegis renamed ${index}`, to)
}

/**
 * The views as they are beside the latest shape. Views follow a renamed column, but a text that was recorded before
 * still has the old name: such a view is made on the old names, and follows.
 */
export async function buildPresentViews(
  shadow: Shadow,
  plan: PlanToProve,
  menders: readonly Mender[],
): Promise<BuiltViews> {
  const present = await buildViews(shadow, plan.dependents, menders)
  const renames = renamesOf(plan)
  if (renames.length === 0 || present.unbuilt.length === 0) return present
  const name = rules.sql(plan.table)
  await renameAll(shadow, name, renames)
  const before = await buildViews(
    shadow,
    present.unbuilt.map(({ view }) => view),
    menders,
  )
  await renameAll(
    shadow,
    name,
    renames.map(([now, old]) => [old, now] as const),
  )
  return { built: [...present.built, ...before.built], unbuilt: before.unbuilt }
}

/** null: the view can be planned, so it is there and all that it reads is. */
export function tryView(shadow: Shadow, { ref }: PlanDependent): Promise<Refusal | null> {
  return tryToRun(shadow, `EXPLAIN SELECT * FROM ${rules.sql(ref)}`)
}
