import type { ConformanceCase } from '../case.ts'
import { connectionCases } from './connection-cases.ts'
import { describeCases } from './describe-cases.ts'
import { freshnessCases } from './freshness-cases.ts'
import { identifierCases } from './identifier-cases.ts'
import { listCases } from './list-cases.ts'
import { queryLogCases } from './query-log-cases.ts'
import { viewCases } from './view-cases.ts'
import type { WarehouseSubject } from './warehouse-subject.ts'

/** Every promise of the warehouse port that a test can ask for, as data. */
export const warehouseCases: readonly ConformanceCase<WarehouseSubject>[] = [
  ...identifierCases,
  ...listCases,
  ...describeCases,
  ...freshnessCases,
  ...queryLogCases,
  ...viewCases,
  ...connectionCases,
]
