import { identifierRules, type PlanDependent, type PlanToProve } from '@aegis/core'
import { type BuiltTable, buildTable } from './build-table.ts'
import { type BuiltViews, buildPresentViews, buildViews, tryView, type UnbuiltView } from './build-views.ts'
import { columnsAtStake, differenceFrom, otherDefaults, readColumns } from './judge-shape.ts'
import { runMending } from './mending.ts'
import type { ShadowExtension } from './pglite-protocol.ts'
import { type Finding, list, said } from './proof-text.ts'
import type { Refusal, Shadow } from './shadow.ts'
import { tableMender } from './stand-in-tables.ts'
import { type TypeMender, typeMender } from './stand-in-types.ts'

const rules = identifierRules('postgresql')

function nameOf({ ref }: PlanDependent): string {
  return rules.sql(ref)
}

/** What the shadow lacks of the warehouse, so that it would not notice what stands in the way there; null: nothing known. */
function blindSpot(plan: PlanToProve, built: BuiltTable, unbuilt: readonly UnbuiltView[]): string | null {
  const atStake = columnsAtStake(plan)
  if (atStake.size === 0) return null
  const columns = list([...atStake])
  const [view] = unbuilt
  if (view !== undefined) {
    return `view ${nameOf(view.view)} could not be built here (${said(view.why)}), and may stand in the way of changing ${columns}`
  }
  for (const [column, why] of built.withoutDefault) {
    if (atStake.has(column)) return `the default of ${column} could not be built here (${why})`
  }
  if (plan.kind === 'partitioned') {
    return `the partition key is not recorded, and ${columns} may not be changed if in it`
  }
  return null
}

interface Ran {
  readonly views: BuiltViews
  readonly again: BuiltViews
  readonly stoodInTables: readonly string[]
  readonly types: TypeMender
  readonly built: BuiltTable
}

function remarks(plan: PlanToProve, ran: Ran, defaults: readonly string[]): readonly string[] {
  const { views, again, stoodInTables, types, built } = ran
  const works = views.built.map(nameOf)
  const anew = again.built.map(nameOf)
  const open = again.unbuilt.map(({ view }) => nameOf(view))
  const missing = [...built.withoutDefault.keys()]
  return [
    ...(works.length === 0 ? [] : [`dependent views that still work: ${list(works)}`]),
    ...(anew.length === 0 ? [] : [`views that can be created again: ${list(anew)}`]),
    ...(open.length === 0 ? [] : [`views not tried: ${list(open)}`]),
    ...(stoodInTables.length === 0
      ? []
      : [`tables stood in for by what the views need: ${list(stoodInTables)}`]),
    ...(types.names.size === 0 ? [] : [`types stood in for by an enum: ${list([...types.names])}`]),
    ...(missing.length === 0 ? [] : [`defaults left out: ${list(missing)}`]),
    ...(defaults.length === 0 ? [] : [`defaults that do not come back: ${list(defaults)}`]),
    ...(plan.kind === 'partitioned' ? ['built without its partitions'] : []),
  ]
}

function refusedAt(plan: PlanToProve, index: number, refusal: Refusal, types: TypeMender): Finding {
  const where = `statement ${index + 1} of ${plan.statements.length}: ${said(refusal)}`
  if (types.names.size === 0) return { outcome: 'refused', text: where }
  // Another kind of type than an enum might take it.
  const names = list([...types.names])
  return {
    outcome: 'not_run',
    text: `of ${names} only the name is recorded, and an enum in its place refuses ${where}`,
  }
}

/** Builds what is recorded, applies the statements one by one, and looks at what came of it. Throws `CannotBuild`. */
export async function proveOnShadow(
  shadow: Shadow,
  plan: PlanToProve,
  extensions: readonly ShadowExtension[],
): Promise<Finding> {
  const types = typeMender(shadow, extensions)
  const built = await buildTable(shadow, plan, types)
  const tables = tableMender(
    shadow,
    new Set([rules.sql(plan.table), ...plan.dependents.map(nameOf)]),
    new Map([...plan.latest, ...plan.accepted].map(({ name, type }) => [name, type])),
  )
  const menders = [types, tables]
  const views = await buildPresentViews(shadow, plan, menders)

  for (const [index, statement] of plan.statements.entries()) {
    const refusal = await runMending(shadow, statement, [types])
    if (refusal !== null) return refusedAt(plan, index, refusal, types)
  }

  await shadow.run({ text: 'SET search_path = pg_catalog' })
  const found = await readColumns(shadow.run, plan.table)
  await shadow.run({ text: 'SET search_path = public' })
  const difference = differenceFrom(plan.accepted, found)
  if (difference !== null) {
    return {
      outcome: 'refused',
      text: `the statements ran, but the columns are not the wanted ones: ${difference}`,
    }
  }
  for (const view of views.built) {
    const refusal = await tryView(shadow, view)
    if (refusal !== null) {
      return { outcome: 'refused', text: `view ${nameOf(view)} does not work afterwards: ${said(refusal)}` }
    }
  }
  const again = await buildViews(
    shadow,
    views.unbuilt.map(({ view }) => view),
    menders,
  )
  const unseen = blindSpot(plan, built, again.unbuilt)
  if (unseen !== null) return { outcome: 'not_run', text: unseen }
  const ran = { views, again, types, built, stoodInTables: [...tables.names] }
  const left = new Set(built.withoutDefault.keys())
  const defaults = otherDefaults(plan.accepted, found ?? []).filter((name) => !left.has(name))
  return { outcome: 'proved', text: remarks(plan, ran, defaults).join('; ') }
}
