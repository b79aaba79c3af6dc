import type { WrittenName } from '@aegis/core/ports'
import type { CteModel, FlowModel, QueryModel } from '../engines/statement-model.ts'
import { isOpen, NO_OUTPUTS, type Outputs, renamed } from './outputs.ts'
import { type Ctes, newReading, type Place, type Resolution, type ResolvedCte } from './place.ts'

const MOST_ROUNDS = 8

/** `onFlow` is told of what writing CTEs write, with the CTEs they see. */
export type OnFlow = (flow: FlowModel, ctes: Ctes | null) => void

/** The CTE that a name means; null: none. */
export function cteNamed(
  ctes: Ctes | null,
  { parts }: WrittenName,
  { fold }: Resolution,
): ResolvedCte | null {
  const [only, ...others] = parts
  if (only === undefined || others.length > 0) return null
  const key = fold(only)
  for (let at = ctes; at !== null; at = at.outer) {
    const { cte } = at
    if (cte.key !== key || cte.hidden) continue
    cte.pending?.()
    return cte
  }
  return null
}

function sizeOf({ items }: Outputs): number {
  return items.reduce((sum, item) => sum + (isOpen(item) ? 1 : 1 + item.origins.size), 0)
}

function resolveCte(
  cte: ResolvedCte,
  model: CteModel,
  recursive: boolean,
  place: Place,
  resolution: Resolution,
  onFlow: OnFlow,
): void {
  cte.pending = null
  const isUnion = model.query.branches.length > 1
  const seesItself = isUnion && (recursive || resolution.catalog.lexis.recursesFreely)
  const ctes = seesItself && !recursive ? { cte, outer: place.ctes } : place.ctes
  const inner: Place = { ctes, scope: place.scope, reading: cte.reading }
  const anchorHidden = seesItself && !recursive ? cte : null
  if (seesItself) {
    const anchor: QueryModel = { ...model.query, branches: model.query.branches.slice(0, 1) }
    cte.outputs = renamed(resolution.resolve(anchor, inner, anchorHidden), model.columns, resolution.keyOf)
  }
  // What comes out is what the other operands read: round after round, until nothing more flows in.
  for (let round = 0; round < (seesItself ? MOST_ROUNDS : 1); round += 1) {
    const before = sizeOf(cte.outputs)
    cte.outputs = renamed(
      resolution.resolve(model.query, inner, anchorHidden),
      model.columns,
      resolution.keyOf,
    )
    if (sizeOf(cte.outputs) === before) break
  }
  for (const flow of model.writes) onFlow(flow, ctes)
}

/** The CTEs of one WITH clause, each seeing those before it; all of them with RECURSIVE. */
export function addCtes(
  { ctes, recursive }: QueryModel,
  place: Place,
  resolution: Resolution,
  onFlow: OnFlow,
): Ctes | null {
  let visible = place.ctes
  const declared = ctes.map((model) => {
    const key = resolution.fold(model.name)
    const cte: ResolvedCte = {
      key,
      outputs: NO_OUTPUTS,
      reading: newReading(),
      pending: null,
      hidden: false,
    }
    if (recursive) visible = { cte, outer: visible }
    return { model, cte }
  })
  const all = visible
  for (const { model, cte } of declared) {
    if (recursive)
      cte.pending = () => resolveCte(cte, model, true, { ...place, ctes: all }, resolution, onFlow)
  }
  for (const { model, cte } of declared) {
    if (recursive) cte.pending?.()
    else resolveCte(cte, model, false, { ...place, ctes: visible }, resolution, onFlow)
    if (!recursive) visible = { cte, outer: visible }
  }
  return visible
}
