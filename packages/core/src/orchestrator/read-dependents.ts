import { identifierRules } from '../identity/index.ts'
import type { PlanDependent } from '../ports/plan-prover.ts'
import type { CallOptions, WarehouseAdapter } from '../ports/warehouse.ts'

/** The definitions of these views, by qualified name, as the warehouse has them now; those it does not give are left out. */
export async function readDependents(
  warehouse: WarehouseAdapter,
  views: readonly string[],
  options?: CallOptions,
): Promise<readonly PlanDependent[]> {
  if (warehouse.readViewDefinitions === undefined || views.length === 0) return []
  const rules = identifierRules(warehouse.dialect)
  const wanted = new Set(views)
  const schemas = new Set(
    views.flatMap((view) => {
      const parts = rules.parse(view)
      return (
        (parts === null ? null : rules.resolve(parts, { defaultCatalog: null, searchPath: [] }))?.schema ?? []
      )
    }),
  )
  const found: PlanDependent[] = []
  for await (const page of warehouse.readViewDefinitions({ schemas: [...schemas] }, options)) {
    found.push(...page.filter(({ ref }) => wanted.has(rules.key(ref))))
  }
  return found
}
