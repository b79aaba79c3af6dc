import { alter, broken, otherCallersRun, type StoreMutant } from './mutant.ts'

/** Reads what is free, then marks it as claimed. */
const chooseThenMark: StoreMutant = broken((store, data) => ({
  async claimInvestigations(owner, limit, leaseMs) {
    const free = [...data.state.incidents.values()].filter(({ incident }) => incident.status === 'open')
    await otherCallersRun()
    for (const { incident } of free.slice(0, limit)) {
      const now = data.state.incidents.get(incident.id)?.incident ?? incident
      data.state.incidents.set(incident.id, { incident: { ...now, status: 'open' }, claim: null })
    }
    return store.claimInvestigations(owner, limit, leaseMs)
  },
}))

export const claimMutants: Readonly<Record<string, StoreMutant>> = {
  'S-CLAIM-01': broken((store) => ({
    claimInvestigations: (owner, _limit, leaseMs) => store.claimInvestigations(owner, 1000, leaseMs),
  })),
  'S-CLAIM-02': broken((store, data) => ({
    async claimInvestigations(owner, limit, leaseMs) {
      const claims = await store.claimInvestigations(owner, limit, leaseMs)
      const last = [...data.state.transitions.keys()].at(-1)
      if (last !== undefined) data.state.transitions.delete(last)
      return claims
    },
  })),
  'S-CLAIM-03': chooseThenMark,
  'S-CLAIM-04': broken((store) => ({
    claimInvestigations: (owner, limit) => store.claimInvestigations(owner, limit, 0),
  })),
  'S-CLAIM-05': broken((store, data) => ({
    // A successor does not move the version on: no fence.
    async claimInvestigations(owner, limit, leaseMs) {
      const claims = await store.claimInvestigations(owner, limit, leaseMs)
      return claims.map((claim) => {
        const { incident } = claim
        const version = Math.min(incident.version, 2)
        const stored = data.state.incidents.get(incident.id)
        const fenced = { ...incident, version }
        if (stored !== undefined) data.state.incidents.set(incident.id, { ...stored, incident: fenced })
        return { ...claim, incident: fenced }
      })
    },
  })),
  'S-CLAIM-06': broken((store, data) => ({
    async transition(id, version, change) {
      const claim = data.state.incidents.get(id)?.claim ?? null
      const incident = await store.transition(id, version, change)
      if (incident !== null) data.state.incidents.set(id, { incident, claim })
      return incident
    },
  })),
  'S-CLAIM-07': broken((store, data) => ({
    claimInvestigations(owner, limit, leaseMs) {
      for (const { incident, claim } of data.state.incidents.values()) {
        if (incident.status === 'pending_review' && claim === null) {
          alter(data, incident, { status: 'investigating' })
        }
      }
      return store.claimInvestigations(owner, limit, leaseMs)
    },
  })),
  'S-CLAIM-08': chooseThenMark,
  'S-CLAIM-10': broken((store) => ({
    transition: (id, version, change) => store.transition(id, version, { ...change, notBefore: undefined }),
  })),
  'S-CLAIM-09': broken((store) => ({
    claimInvestigations: (owner, limit, leaseMs) => store.claimInvestigations(owner, limit, leaseMs),
  })),
}
