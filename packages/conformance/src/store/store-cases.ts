import { claimCases } from './claim-cases.ts'
import { connectionCases } from './connection-cases.ts'
import { incidentCases } from './incident-cases.ts'
import { lifecycleCases } from './lifecycle-cases.ts'
import { lineageCases } from './lineage-cases.ts'
import { logCases } from './log-cases.ts'
import { mergeCases } from './merge-cases.ts'
import { observationCases } from './observation-cases.ts'
import { openCases } from './open-cases.ts'
import { pruneCases } from './prune-cases.ts'
import { scanCases } from './scan-cases.ts'
import type { StoreCase } from './subject.ts'
import { tableCases } from './table-cases.ts'
import { transitionCases } from './transition-cases.ts'
import { uriCases } from './uri-cases.ts'

/** Every promise of the store port. */
export const storeCases: readonly StoreCase[] = [
  ...lifecycleCases,
  ...connectionCases,
  ...uriCases,
  ...tableCases,
  ...scanCases,
  ...observationCases,
  ...openCases,
  ...mergeCases,
  ...incidentCases,
  ...transitionCases,
  ...claimCases,
  ...lineageCases,
  ...logCases,
  ...pruneCases,
]
