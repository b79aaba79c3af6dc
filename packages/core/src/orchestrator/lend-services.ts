import type { ActivityDraft, ModelCall } from '../model/activity.ts'
import type { Incident } from '../model/incident.ts'
import type { ArchitectServices, SqlGate, TableFacts } from '../ports/architect-services.ts'
import type { Clock } from '../ports/clock.ts'
import type { Logger } from '../ports/logger.ts'
import type { Store, TableScanState } from '../ports/store.ts'

const PAGE = 1000

function tokensOf({ inputTokens, outputTokens }: ModelCall): string {
  const told = (tokens: number | null): string => (tokens === null ? 'unknown' : `${tokens}`)
  return `${told(inputTokens)} tokens in, ${told(outputTokens)} out`
}

function lineOf(incident: Incident, call: ModelCall, at: Date): ActivityDraft {
  const { connectionId, tableId, id: incidentId } = incident
  const { model, attempt, latencyMs, outcome } = call
  return {
    agent: 'architect',
    action: 'model_called',
    connectionId,
    tableId,
    incidentId,
    text: `Asked ${model}, attempt ${attempt}: ${outcome}, ${tokensOf(call)}, ${latencyMs} ms`,
    at,
    modelCall: call,
  }
}

/** Calls are lines of activity; the log goes back as far as the store keeps it, so a restart loses no count. */
async function tokensUsedSince(store: Store, since: Date): Promise<number> {
  let used = 0
  let beforeId: number | undefined
  for (;;) {
    const page = await store.listActivity({ actions: ['model_called'], limit: PAGE, beforeId })
    for (const { at, modelCall } of page) {
      if (at < since) return used
      used += modelCall?.budgetTokens ?? 0
    }
    beforeId = page.at(-1)?.id
    if (page.length < PAGE || beforeId === undefined) return used
  }
}

function factsOf(state: TableScanState | undefined): TableFacts | null {
  const { latest, accepted, table } = state ?? {}
  if (table === undefined || latest == null) return null
  return {
    columns: latest.columns,
    acceptedColumns: accepted == null || accepted.hash === latest.hash ? null : accepted.columns,
    freshnessSlaMinutes: table.freshnessSlaMinutes,
    watermarkColumn: table.watermarkColumn,
  }
}

export interface LendingDeps {
  readonly store: Store
  readonly clock: Clock
  readonly logger: Logger
  readonly sqlGate?: SqlGate | undefined
}

/** What an architect gets for one incident; `state`: what scans know of its table. */
export function lendServices(
  { store, clock, logger, sqlGate }: LendingDeps,
  incident: Incident,
  state: TableScanState | undefined,
): ArchitectServices {
  return {
    clock,
    logger,
    table: factsOf(state),
    recordCall: (call) => store.append({ activity: [lineOf(incident, call, clock.now())], events: [] }),
    tokensUsedSince: (since) => tokensUsedSince(store, since),
    sqlGate,
  }
}
