import { AegisError } from '../../errors.ts'
import type { Connection } from '../../model/connection.ts'
import type { Secret } from '../../ports/secrets.ts'
import type {
  ConnectionChange,
  ConnectionDraft,
  ConnectionOutcome,
  RecordedConnectionOutcome,
} from '../../ports/store.ts'
import { targetOf } from '../../secrets/index.ts'
import { addActivity } from './journal.ts'
import { keep, type MemoryState, nextId } from './memory-data.ts'
import { findOpen, noteOn, raiseAnomaly } from './raise-anomaly.ts'

export function saveConnection(draft: MemoryState, given: ConnectionDraft): Connection {
  const { name, dialect, uri, at } = given
  const known = [...draft.connections.values()].find((connection) => connection.name === name)
  if (known?.dialect === dialect && uri === undefined) return known
  const fresh = {
    id: known?.id ?? nextId(draft),
    name,
    hasUri: false,
    target: null,
    isActive: true,
    failedCycles: 0,
    lastError: null,
    createdAt: at,
  }
  return putUri(draft, { ...fresh, ...known, dialect, updatedAt: at }, uri)
}

/** undefined: what is kept stays. */
function putUri(draft: MemoryState, connection: Connection, uri: Secret | null | undefined): Connection {
  if (uri === undefined) return put(draft, connection)
  if (uri === null) draft.uris.delete(connection.id)
  else draft.uris.set(connection.id, uri)
  return put(draft, { ...connection, hasUri: uri !== null, target: uri === null ? null : targetOf(uri) })
}

export function changeConnection(
  draft: MemoryState,
  id: number,
  change: ConnectionChange,
): Connection | null {
  const before = draft.connections.get(id)
  if (before === undefined) return null
  const { uri, at, name = before.name, dialect = before.dialect, isActive = before.isActive } = change
  const others = [...draft.connections.values()].filter((connection) => connection.id !== id)
  if (others.some((connection) => connection.name === name)) {
    throw new AegisError('CONFLICT', `There is another connection named "${name}". Choose another name.`)
  }
  return putUri(draft, { ...before, name, dialect, isActive, updatedAt: at }, uri)
}

export function connectionOf(draft: MemoryState, id: number): Connection {
  const connection = draft.connections.get(id)
  if (connection === undefined) throw new AegisError('STORE_FAILED', `There is no connection with id ${id}.`)
  return connection
}

function put(draft: MemoryState, connection: Connection): Connection {
  const kept = keep(connection)
  draft.connections.set(kept.id, kept)
  return kept
}

function recovered(draft: MemoryState, before: Connection, at: Date): Connection {
  const connection = put(draft, { ...before, failedCycles: 0, lastError: null, updatedAt: at })
  const cycles = before.failedCycles === 1 ? '1 failed cycle' : `${before.failedCycles} failed cycles`
  const text = `The warehouse answers again after ${cycles}.`
  const open = findOpen(draft, { connectionId: before.id, tableId: null, table: null }, 'connection_error')
  const incident = open === undefined ? null : noteOn(draft, open, at, text)
  addActivity(draft, {
    agent: 'scanner',
    action: 'connection_recovered',
    connectionId: before.id,
    tableId: null,
    incidentId: incident?.id ?? null,
    text: `${before.name}: ${text}`,
    at,
  })
  return connection
}

export function recordConnectionOutcome(
  draft: MemoryState,
  connectionId: number,
  outcome: ConnectionOutcome,
): RecordedConnectionOutcome {
  const before = connectionOf(draft, connectionId)
  const { at } = outcome
  if (outcome.status === 'ok') {
    return { connection: before.failedCycles === 0 ? before : recovered(draft, before, at), check: null }
  }
  const failedCycles = before.failedCycles + 1
  const connection = put(draft, { ...before, failedCycles, lastError: outcome.message, updatedAt: at })
  if (failedCycles === 1) {
    addActivity(draft, {
      agent: 'scanner',
      action: 'connection_failed',
      connectionId,
      tableId: null,
      incidentId: null,
      text: `${before.name} could not be scanned: ${outcome.message}`,
      at,
    })
  }
  if (failedCycles < outcome.threshold) return { connection, check: null }
  const place = { connectionId, tableId: null, table: null }
  return { connection, check: raiseAnomaly(draft, place, outcome.anomaly(failedCycles), null, at) }
}
