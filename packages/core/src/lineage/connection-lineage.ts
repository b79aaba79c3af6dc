import type { Connection } from '../model/connection.ts'
import type { LineageCoverage } from '../model/lineage.ts'
import type { Clock } from '../ports/clock.ts'
import type { LineageParser } from '../ports/lineage-parser.ts'
import type { Logger } from '../ports/logger.ts'
import type { RenameAnswers, RenameQuestion } from '../ports/sentinel.ts'
import type { LineageStatus, Store } from '../ports/store.ts'
import type { WarehouseAdapter } from '../ports/warehouse.ts'
import { buildLineageGraph, type LineageGraph } from './lineage-graph.ts'
import { type LineageRefreshReport, nextLogWindow, refreshLineage } from './refresh.ts'
import { findRenameEvidence } from './rename-evidence.ts'

/** A scan waits no longer than this for evidence. */
const EVIDENCE_MS = 10_000

interface LineageTarget {
  readonly connection: Connection
  readonly warehouse: WarehouseAdapter
}

export interface ConnectionLineageDeps {
  readonly store: Store
  readonly clock: Clock
  readonly parser: LineageParser | undefined
  readonly logger: Logger
  /** A refresh older than this is due. */
  readonly refreshSeconds: number
}

/** The lineage of each connection: refreshed when due, its graph kept until the next refresh. */
export interface ConnectionLineage {
  refresh(
    target: LineageTarget,
    options?: { readonly full?: boolean | undefined; readonly signal?: AbortSignal | undefined },
  ): Promise<LineageRefreshReport>
  /** null: not due, or it failed (logged; the last graph stays in use). */
  refreshWhenDue(target: LineageTarget, signal?: AbortSignal): Promise<LineageRefreshReport | null>
  graph(connectionId: number): Promise<LineageGraph>
  /** null: never refreshed. */
  coverage(connectionId: number): Promise<LineageCoverage | null>
  /**
   * Signs in the new part of the query log that columns were renamed, by qualified name. Empty without a parser, without a log,
   * and when it does not answer within ten seconds (logged).
   */
  renameEvidence(
    target: LineageTarget,
    questions: readonly RenameQuestion[],
    signal?: AbortSignal,
  ): Promise<RenameAnswers>
  /** What the graph may lack, in words; empty when nothing is known to be missing. */
  problems(connectionId: number): Promise<readonly string[]>
}

function problemsOf(status: LineageStatus, now: Date, refreshSeconds: number): readonly string[] {
  if (status.refreshedAt === null)
    return ['the lineage was never discovered, so upstream and downstream are unknown']
  const problems: string[] = []
  const ageMinutes = Math.round((now.getTime() - status.refreshedAt.getTime()) / 60_000)
  if (ageMinutes * 60 > 2 * refreshSeconds)
    problems.push(`the lineage is ${ageMinutes} minutes old and may be stale`)
  const coverage = status.coverage
  problems.push(...(coverage?.problems ?? []))
  if (coverage !== null && coverage.unparsed > 0) {
    problems.push(
      `${coverage.unparsed} of ${coverage.statements} logged statements were not understood; the lineage may lack edges`,
    )
  }
  if (coverage !== null && coverage.ambiguous > 0) {
    problems.push(
      `${coverage.ambiguous} table names in logged statements fit several tables and were left out`,
    )
  }
  return problems
}

export function createConnectionLineage(deps: ConnectionLineageDeps): ConnectionLineage {
  const { store, clock, parser, logger, refreshSeconds } = deps
  const graphs = new Map<number, { readonly refreshedAt: number; readonly graph: LineageGraph }>()

  const refresh: ConnectionLineage['refresh'] = async (target, { full, signal } = {}) => {
    const report = await refreshLineage({ store, clock, parser, ...target, full, signal })
    // The next graph is built anew even if the clock stood still in between.
    graphs.delete(target.connection.id)
    return report
  }

  return {
    refresh,
    async refreshWhenDue(target, signal): Promise<LineageRefreshReport | null> {
      const { refreshedAt } = await store.getLineageStatus(target.connection.id)
      const isDue =
        refreshedAt === null || clock.now().getTime() - refreshedAt.getTime() >= refreshSeconds * 1000
      if (!isDue) return null
      try {
        return await refresh(target, { signal })
      } catch (error) {
        signal?.throwIfAborted()
        const reason = error instanceof Error ? error.message : String(error)
        logger.warn(`The lineage of ${target.connection.name} was not refreshed: ${reason}`)
        return null
      }
    },
    async renameEvidence(target, questions, signal): Promise<RenameAnswers> {
      if (parser === undefined || target.warehouse.readQueryLog === undefined) return new Map()
      try {
        const { id } = target.connection
        const [status, edges] = await Promise.all([store.getLineageStatus(id), store.listEdges(id)])
        const limit = AbortSignal.timeout(EVIDENCE_MS)
        return await findRenameEvidence(
          {
            warehouse: target.warehouse,
            parser,
            edges,
            window: nextLogWindow(status, clock.now()),
            signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
          },
          questions,
        )
      } catch (error) {
        signal?.throwIfAborted()
        const reason = error instanceof Error ? error.message : String(error)
        logger.warn(`The query log of ${target.connection.name} gave no evidence of renames: ${reason}`)
        return new Map()
      }
    },
    async graph(connectionId): Promise<LineageGraph> {
      // Another process may have refreshed it: the store's time decides.
      const { refreshedAt } = await store.getLineageStatus(connectionId)
      const at = refreshedAt?.getTime() ?? 0
      const kept = graphs.get(connectionId)
      if (kept !== undefined && kept.refreshedAt === at) return kept.graph
      const graph = buildLineageGraph(await store.listEdges(connectionId), { now: clock.now() })
      graphs.set(connectionId, { refreshedAt: at, graph })
      return graph
    },
    async coverage(connectionId): Promise<LineageCoverage | null> {
      return (await store.getLineageStatus(connectionId)).coverage
    },
    async problems(connectionId): Promise<readonly string[]> {
      return problemsOf(await store.getLineageStatus(connectionId), clock.now(), refreshSeconds)
    },
  }
}
