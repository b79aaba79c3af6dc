import { claimMutants } from './store-mutants/claim-mutants.ts'
import { connectionMutants } from './store-mutants/connection-mutants.ts'
import { incidentMutants } from './store-mutants/incident-mutants.ts'
import { lifecycleMutants } from './store-mutants/lifecycle-mutants.ts'
import { lineageMutants } from './store-mutants/lineage-mutants.ts'
import type { StoreMutant } from './store-mutants/mutant.ts'
import { observationMutants } from './store-mutants/observation-mutants.ts'
import { pruneMutants } from './store-mutants/prune-mutants.ts'
import { scanMutants } from './store-mutants/scan-mutants.ts'
import { tableMutants } from './store-mutants/table-mutants.ts'
import { uriMutants } from './store-mutants/uri-mutants.ts'

/** For each case a store that breaks exactly its promise: a case that cannot fail proves nothing. */
export const storeMutants: Readonly<Record<string, StoreMutant>> = {
  ...lifecycleMutants,
  ...connectionMutants,
  ...uriMutants,
  ...tableMutants,
  ...scanMutants,
  ...observationMutants,
  ...incidentMutants,
  ...claimMutants,
  ...lineageMutants,
  ...pruneMutants,
}
