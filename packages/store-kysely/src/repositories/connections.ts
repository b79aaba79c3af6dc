import {
  AegisError,
  type Connection,
  type ConnectionChange,
  type ConnectionDraft,
  type ConnectionOutcome,
  type RecordedConnectionOutcome,
  type Secret,
  type Secrets,
  targetOf,
} from '@aegis/core'
import { readInstall, requireSecrets, uriPlace, useSealingKey } from '../secrets/key-ring.ts'
import type { SqlSession, SqlStep } from '../session.ts'
import { createJournal } from './journal.ts'
import { loadOpenIncidents, type Place } from './open-incidents.ts'
import { noteOnIncident, type RaisingStep, raiseAnomaly } from './raise-anomaly.ts'

export async function connectionOf({ db, rows }: SqlStep, id: number): Promise<Connection> {
  const row = await db.selectFrom('connections').selectAll().where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw new AegisError('STORE_FAILED', `There is no connection with id ${id}.`)
  return rows.connection(row)
}

export function listConnections(session: SqlSession): Promise<readonly Connection[]> {
  return session.query(async ({ db, rows }) => {
    const found = await db.selectFrom('connections').selectAll().orderBy('id').execute()
    return found.map(rows.connection)
  })
}

/** Writes the sealed URI of a row that is there already: its id is bound to the ciphertext. */
async function putUri(
  step: SqlStep,
  secrets: Secrets | undefined,
  id: number,
  uri: Secret | null,
  at: Date,
): Promise<void> {
  const { db } = step
  if (uri === null) {
    await db
      .updateTable('connections')
      .set({ connection_uri: null, uri_target: null })
      .where('id', '=', id)
      .execute()
    return
  }
  const sealing = requireSecrets(secrets)
  const install = await useSealingKey(step, sealing, at)
  await db
    .updateTable('connections')
    .set({ connection_uri: sealing.seal(uri, uriPlace(install, id)), uri_target: targetOf(uri) })
    .where('id', '=', id)
    .execute()
}

export function saveConnection(
  session: SqlSession,
  secrets: Secrets | undefined,
  { name, dialect, uri, at }: ConnectionDraft,
): Promise<Connection> {
  return session.write(async (step) => {
    const { db, values, rows } = step
    const time = values.time(at)
    const known = await db.selectFrom('connections').selectAll().where('name', '=', name).executeTakeFirst()
    if (known?.dialect === dialect && uri === undefined) return rows.connection(known)
    const saved = await (known === undefined
      ? db.insertInto('connections').values({
          name,
          dialect,
          is_active: values.flag(true),
          failed_cycles: 0,
          created_at: time,
          updated_at: time,
        })
      : db.updateTable('connections').set({ dialect, updated_at: time }).where('id', '=', known.id)
    )
      .returningAll()
      .executeTakeFirstOrThrow()
    if (uri === undefined) return rows.connection(saved)
    const id = values.readId(saved.id)
    await putUri(step, secrets, id, uri, at)
    return connectionOf(step, id)
  })
}

export function changeConnection(
  session: SqlSession,
  secrets: Secrets | undefined,
  id: number,
  { name, dialect, isActive, uri, at }: ConnectionChange,
): Promise<Connection | null> {
  return session.write(async (step) => {
    const { db, values } = step
    if (name !== undefined) await refuseTaken(step, id, name)
    const { numUpdatedRows } = await db
      .updateTable('connections')
      .set({
        updated_at: values.time(at),
        ...(name !== undefined && { name }),
        ...(dialect !== undefined && { dialect }),
        ...(isActive !== undefined && { is_active: values.flag(isActive) }),
      })
      .where('id', '=', id)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return null
    if (uri !== undefined) await putUri(step, secrets, id, uri, at)
    return connectionOf(step, id)
  })
}

async function refuseTaken({ db, values }: SqlStep, id: number, name: string): Promise<void> {
  const owner = await db.selectFrom('connections').select('id').where('name', '=', name).executeTakeFirst()
  if (owner === undefined || values.readId(owner.id) === id) return
  throw new AegisError('CONFLICT', `There is another connection named "${name}". Choose another name.`)
}

export function removeConnection(session: SqlSession, id: number): Promise<boolean> {
  return session.write(async ({ db }) => {
    const { numDeletedRows } = await db.deleteFrom('connections').where('id', '=', id).executeTakeFirst()
    return numDeletedRows > 0n
  })
}

export function readConnectionUri(
  session: SqlSession,
  secrets: Secrets | undefined,
  id: number,
): Promise<Secret | null> {
  return session.snapshot(async (step) => {
    const row = await step.db
      .selectFrom('connections')
      .select('connection_uri')
      .where('id', '=', id)
      .executeTakeFirst()
    const sealed = row?.connection_uri ?? null
    if (sealed === null) return null
    const install = await readInstall(step)
    return requireSecrets(secrets).open(sealed, uriPlace(install ?? '', id))
  })
}

async function count(step: SqlStep, connection: Connection): Promise<void> {
  await step.db
    .updateTable('connections')
    .set({
      failed_cycles: connection.failedCycles,
      last_error: connection.lastError,
      updated_at: step.values.time(connection.updatedAt),
    })
    .where('id', '=', connection.id)
    .execute()
}

async function recovered(step: RaisingStep, before: Connection, place: Place, at: Date): Promise<Connection> {
  const connection = { ...before, failedCycles: 0, lastError: null, updatedAt: at }
  await count(step, connection)
  const cycles = before.failedCycles === 1 ? '1 failed cycle' : `${before.failedCycles} failed cycles`
  const text = `The warehouse answers again after ${cycles}.`
  const held = step.open.find(place, 'connection_error')
  if (held !== undefined) await noteOnIncident(step, held, text, at)
  step.journal.activity({
    agent: 'scanner',
    action: 'connection_recovered',
    connectionId: before.id,
    tableId: null,
    incidentId: held?.incident.id ?? null,
    text: `${before.name}: ${text}`,
    at,
  })
  return connection
}

async function failed(
  step: RaisingStep,
  before: Connection,
  place: Place,
  outcome: Extract<ConnectionOutcome, { status: 'failed' }>,
): Promise<RecordedConnectionOutcome> {
  const { at, message, threshold } = outcome
  const failedCycles = before.failedCycles + 1
  const connection = { ...before, failedCycles, lastError: message, updatedAt: at }
  await count(step, connection)
  if (failedCycles === 1) {
    step.journal.activity({
      agent: 'scanner',
      action: 'connection_failed',
      connectionId: before.id,
      tableId: null,
      incidentId: null,
      text: `${before.name} could not be scanned: ${message}`,
      at,
    })
  }
  if (failedCycles < threshold) return { connection, check: null }
  const anomaly = outcome.anomaly(failedCycles)
  return { connection, check: await raiseAnomaly(step, { place, anomaly, snapshotId: null, at }) }
}

export function recordConnectionOutcome(
  session: SqlSession,
  connectionId: number,
  outcome: ConnectionOutcome,
): Promise<RecordedConnectionOutcome> {
  return session.write(async (step) => {
    const before = await connectionOf(step, connectionId)
    if (outcome.status === 'ok' && before.failedCycles === 0) return { connection: before, check: null }
    const place: Place = { connectionId, tableId: null, table: null }
    const open = await loadOpenIncidents(step, { connectionId })
    const raising: RaisingStep = { ...step, journal: createJournal(step), open }
    const recorded =
      outcome.status === 'ok'
        ? { connection: await recovered(raising, before, place, outcome.at), check: null }
        : await failed(raising, before, place, outcome)
    await raising.journal.write()
    return recorded
  })
}
