import { AegisError, type Incident, type InvestigationClaim } from '@aegis/core'
import type { SqlSession, SqlStep } from '../session.ts'
import { createJournal } from './journal.ts'
import { inChunks } from './paging.ts'
import { selectIncidents, toIncidents } from './select-incidents.ts'

async function claimable(
  step: SqlStep,
  limit: number,
  connectionIds: readonly number[] | undefined,
  now: Date,
): Promise<readonly Incident[]> {
  if (connectionIds?.length === 0) return []
  const found = await selectIncidents(step)
    .$if(connectionIds !== undefined, (query) =>
      query.where('incidents.connection_id', 'in', connectionIds ?? []),
    )
    .where((eb) =>
      eb.and([
        eb('incidents.status', 'in', ['open', 'investigating']),
        eb.or([
          eb('incidents.claim_until', 'is', null),
          eb('incidents.claim_until', '<=', step.values.time(now)),
        ]),
      ]),
    )
    .orderBy('incidents.id')
    .limit(limit)
    .execute()
  return toIncidents(step, found)
}

async function mark(
  { db, values }: SqlStep,
  incidents: readonly Incident[],
  claim: { readonly owner: string; readonly until: Date; readonly at: Date },
): Promise<void> {
  for (const chunk of inChunks(incidents.map(({ id }) => id))) {
    await db
      .updateTable('incidents')
      .set((eb) => ({
        status: 'investigating' as const,
        claim_owner: claim.owner,
        claim_until: values.time(claim.until),
        version: eb('version', '+', 1),
        updated_at: values.time(claim.at),
      }))
      .where('id', 'in', chunk)
      .execute()
  }
}

export async function claimInvestigations(
  session: SqlSession,
  owner: string,
  limit: number,
  leaseMs: number,
  connectionIds: readonly number[] | undefined,
): Promise<readonly InvestigationClaim[]> {
  if (!Number.isInteger(limit) || limit < 0) {
    throw new AegisError('STORE_FAILED', `limit must be a whole number, not ${limit}.`)
  }
  return session.write(async (step) => {
    const at = await step.now()
    const until = new Date(at.getTime() + leaseMs)
    const before = await claimable(step, limit, connectionIds, at)
    if (before.length === 0) return []
    await mark(step, before, { owner, until, at })
    const journal = createJournal(step)
    const claims = before.map((incident): InvestigationClaim => {
      const claimed = { from: incident.status, to: 'investigating', actor: 'aegis', diagnosis: null } as const
      journal.transition({ ...claimed, incidentId: incident.id, reason: `Claimed by ${owner}.`, at })
      journal.event(at, { type: 'incident.updated', incidentId: incident.id, status: 'investigating' })
      const version = incident.version + 1
      return { incident: { ...incident, status: 'investigating', version, updatedAt: at }, expiresAt: until }
    })
    await journal.write()
    return claims
  })
}
