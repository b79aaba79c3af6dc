import { describe, expect, test } from 'vitest'
import { hashPlan } from '../../src/executor/index.ts'
import type { Architect, PlanProver, PlanToProve, RemediationAction, SqlInspector } from '../../src/index.ts'
import { openShop } from '../aegis/shop.ts'

const TEXT = { id: 'bigint not null', price: 'character varying(255)' }
const DOUBLE = { id: 'bigint not null', price: 'double precision' }
const TABLE = 'analytics.orders'
const target = { connection: 'shop', table: TABLE }
const UNDO = `ALTER TABLE ${TABLE} ALTER COLUMN price TYPE double precision USING price::double precision`

async function drifted(config: Parameters<typeof openShop>[0] = {}) {
  const shop = await openShop(config)
  await shop.aegis.monitor('shop', { tables: [TABLE], checkTypes: ['schema'] })
  await shop.aegis.scan()
  shop.warehouse.setColumns(TABLE, TEXT)
  await shop.aegis.scan()
  const [incident] = await shop.aegis.incidents()
  if (incident?.remediation == null) throw new Error('there is no plan')
  return { ...shop, incident, plan: incident.remediation }
}

function architectWith(
  recommendations: readonly { action: 'revert_schema' | 'add_cast'; sql: string }[],
): Architect {
  return {
    name: 'mine',
    diagnose: async ({ incident, now }) => ({
      rootCause: 'somebody changed it',
      rootCauseTable: null,
      blastRadius: [],
      severity: incident.severity,
      confidence: 0.5,
      recommendations: recommendations.map(({ action, sql }, index) => ({
        action,
        description: `do ${index}`,
        sql,
        priority: index + 1,
      })),
      evidence: [],
      decidedBy: 'mine',
      diagnosedAt: now,
    }),
  }
}

/** Takes everything for a new column of the incident's table, but a text that says DROP. */
const inspector: SqlInspector = {
  inspect: async (sql) => ({
    kind: sql.startsWith('DROP') ? 'drop_table' : 'alter_table_add_column',
    targets: [
      {
        parts: [
          { text: 'analytics', quoted: false },
          { text: 'orders', quoted: false },
        ],
      },
    ],
    functions: [],
  }),
}

describe('the SQL of an architect', () => {
  const architect = architectWith([
    { action: 'add_cast', sql: 'ALTER TABLE analytics.orders ADD COLUMN p2 int' },
    { action: 'add_cast', sql: 'DROP TABLE analytics.orders' },
    { action: 'revert_schema', sql: 'ALTER TABLE analytics.orders ADD COLUMN p3 int' },
  ])
  const shown = ({ type, sql, status, unverified }: RemediationAction) => [
    type,
    sql,
    status,
    unverified?.reason,
  ]

  test('is an action once it passed the gate, and text with the reason when it did not', async () => {
    const { plan } = await drifted({ architect, sqlInspector: inspector })
    expect(plan.actions.map(shown)).toEqual([
      ['add_cast', 'ALTER TABLE analytics.orders ADD COLUMN p2 int', 'pending_approval', undefined],
      ['add_cast', null, 'manual', 'a statement of the kind drop_table is never proposed'],
      ['revert_schema', UNDO, 'pending_approval', undefined],
    ])
    expect(plan.actions[0]?.risk).toBe('unknown')
    expect(plan.actions[0]?.preconditions?.[0]?.text).toMatch(/Aegis did not write it/)
    expect(plan.alternatives?.map(shown)).toContainEqual([
      'revert_schema',
      'ALTER TABLE analytics.orders ADD COLUMN p3 int',
      'pending_approval',
      undefined,
    ])
  })

  test('is only text without an inspector', async () => {
    const { plan } = await drifted({ architect })
    const all = [...plan.actions, ...(plan.alternatives ?? [])]
    expect(all.filter(({ unverified }) => unverified !== undefined)).toHaveLength(3)
    expect(all.flatMap(({ sql }) => sql ?? []).filter((sql) => /p2|p3|DROP TABLE/.test(sql))).toEqual([])
  })
})

describe('the hash of a plan', () => {
  test('changes with a statement, its order, the risk, the shape, the time and the incident, and with nothing else', async () => {
    const { plan, incident, aegis } = await drifted()
    const [latest = null] = await aegis.snapshots(target, { limit: 1 })
    const state = { incidentId: incident.id, shape: latest }
    expect(plan.planHash).toMatch(/^plan-v1:[0-9a-f]{64}$/)
    expect(hashPlan(plan, state)).toBe(plan.planHash)
    const [first, ...others] = plan.actions
    if (first === undefined || latest === null) throw new Error('there is no action')
    const changed = [
      hashPlan({ ...plan, actions: [{ ...first, sql: `${first.sql} ` }, ...others] }, state),
      hashPlan({ ...plan, actions: [{ ...first, risk: 'loses_data' }, ...others] }, state),
      hashPlan({ ...plan, actions: plan.actions.toReversed() }, state),
      hashPlan({ ...plan, alternatives: [] }, state),
      hashPlan({ ...plan, generatedAt: new Date(0) }, state),
      hashPlan(plan, { ...state, incidentId: 99 }),
      hashPlan(plan, { ...state, shape: { ...latest, columns: latest.columns.slice(1) } }),
      hashPlan(plan, { ...state, shape: null }),
    ]
    expect(new Set([plan.planHash, ...changed]).size).toBe(changed.length + 1)
    const moved = latest.columns.map((column) => ({ ...column, ordinal: column.ordinal + 5, comment: 'new' }))
    expect(hashPlan(plan, { ...state, shape: { ...latest, columns: moved.toReversed() } })).toBe(
      plan.planHash,
    )
  })
})

describe('approving a plan', () => {
  test('by its hash writes which plan it was', async () => {
    const { aegis, incident, plan } = await drifted()
    const closed = await aegis.approve(incident.id, { by: 'ada', planHash: plan.planHash })
    expect(closed.status).toBe('resolved')
    const [line] = await aegis.activity({ incidentId: incident.id, actions: ['incident_approved'] })
    expect(line?.text).toContain(plan.planHash)
  })

  test('is refused by another hash', async () => {
    const { aegis, incident } = await drifted()
    await expect(aegis.approve(incident.id, { by: 'ada', planHash: 'plan-v1:0' })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
    expect((await aegis.incident(incident.id)).status).toBe('pending_review')
  })

  test.each([true, false])(
    'is refused when the table moved on without a new alert (hash given: %s), and a new plan is made',
    async (isGiven) => {
      const { aegis, incident, plan, warehouse } = await drifted()
      // A default is no drift, but statements depend on it.
      warehouse.setColumns(TABLE, [
        { name: 'id', type: 'bigint', nullable: false, ordinal: 1 },
        { name: 'price', type: 'character varying(255)', nullable: true, ordinal: 2, defaultValue: "'none'" },
      ])
      expect((await aegis.scan({ investigate: false })).anomaliesFound).toBe(0)
      expect((await aegis.incident(incident.id)).status).toBe('pending_review')
      const hash = isGiven ? { planHash: plan.planHash } : {}
      await expect(aegis.approve(incident.id, { by: 'ada', ...hash })).rejects.toMatchObject({
        code: 'CONFLICT',
        message: expect.stringMatching(/changed since the plan was made.*look at the new plan/),
      })
      await aegis.investigate()
      const again = await aegis.incident(incident.id)
      expect(again.status).toBe('pending_review')
      expect(again.remediation?.planHash).not.toBe(plan.planHash)
      expect(again.remediation?.actions.flatMap(({ sql }) => sql ?? [])).toEqual([
        `ALTER TABLE ${TABLE} ALTER COLUMN price DROP DEFAULT, ALTER COLUMN price TYPE double precision USING price::double precision`,
      ])
      await aegis.approve(incident.id, { by: 'ada', planHash: again.remediation?.planHash })
    },
  )

  test('of a table that returned needs no plan: with a hash it is refused, without it closes', async () => {
    const { aegis, incident, plan, warehouse } = await drifted()
    // Its columns stand in another order now, as after a column was added again.
    warehouse.setColumns(TABLE, { price: DOUBLE.price, id: DOUBLE.id })
    await aegis.scan()
    await expect(aegis.approve(incident.id, { by: 'ada', planHash: plan.planHash })).rejects.toThrow(
      /nothing left to run/,
    )
    expect((await aegis.approve(incident.id, { by: 'ada' })).status).toBe('resolved')
  })
})

describe('proving a plan', () => {
  const at = new Date('2026-02-15T12:00:00Z')
  function proverThat(prove: (plan: PlanToProve) => Promise<'proved' | 'refused'>, dialect = 'postgresql') {
    const asked: PlanToProve[] = []
    const prover: PlanProver = {
      name: 'shadow',
      proves: (other) => other === dialect,
      async prove(plan) {
        asked.push(plan)
        return { outcome: await prove(plan), text: 'schema proved, data not checked', at, by: 'shadow' }
      },
    }
    return { asked, prover }
  }

  test('is asked for what Aegis wrote, and answers on each of these actions; the hash stays', async () => {
    const { asked, prover } = proverThat(async () => 'proved')
    const { plan, incident, aegis } = await drifted({ planProvers: [prover] })
    expect(asked).toMatchObject([{ dialect: 'postgresql', kind: 'table', statements: [UNDO] }])
    expect(asked[0]?.accepted.map(({ type }) => type)).toEqual(['bigint', 'double precision'])
    expect(asked[0]?.latest.map(({ type }) => type)).toEqual(['bigint', 'character varying(255)'])
    expect(plan.actions.map(({ sql, proof }) => [sql !== null, proof?.outcome])).toContainEqual([
      true,
      'proved',
    ])
    expect(plan.actions.filter(({ sql }) => sql === null).every(({ proof }) => proof === undefined)).toBe(
      true,
    )
    await aegis.approve(incident.id, { by: 'ada', planHash: plan.planHash })
  })

  test('that fails keeps nobody from the plan', async () => {
    const { prover } = proverThat(() => Promise.reject(new Error('no room for a shadow')))
    const { plan } = await drifted({ planProvers: [prover] })
    const [own] = plan.actions.filter(({ sql }) => sql !== null)
    expect(own?.proof).toMatchObject({ outcome: 'not_run', by: 'shadow' })
    expect(own?.proof?.text).toContain('no room for a shadow')
  })

  test('is not asked for another dialect', async () => {
    const { asked, prover } = proverThat(async () => 'proved', 'snowflake')
    const { plan } = await drifted({ planProvers: [prover] })
    expect(asked).toEqual([])
    expect(plan.actions.every(({ proof }) => proof === undefined)).toBe(true)
  })

  test('gets the definitions of all views that stand on the table, monitored or not', async () => {
    const { asked, prover } = proverThat(async () => 'refused')
    const { aegis, warehouse } = await openShop({ planProvers: [prover] })
    const view = (name: string, source: string): void =>
      warehouse.create(name, {
        kind: 'view',
        columns: { price: 'double precision' },
        sql: `${name} <- ${source}`,
      })
    view('analytics.board', TABLE)
    view('reports.board', 'analytics.board')
    view('reports.other', 'raw.orders')
    await aegis.monitor('shop', { tables: [TABLE], checkTypes: ['schema'] })
    await aegis.scan()
    warehouse.setColumns(TABLE, TEXT)
    await aegis.scan()
    expect(asked.at(-1)?.dependents.map(({ ref, sql }) => [ref.schema, ref.name, sql])).toEqual([
      ['analytics', 'board', 'analytics.board <- analytics.orders'],
      ['reports', 'board', 'reports.board <- analytics.board'],
    ])
    const [incident] = await aegis.incidents()
    const [undo] = incident?.remediation?.actions.filter(({ sql }) => sql !== null) ?? []
    expect(undo?.description).toMatch(/These views read the table: analytics\.board; drop it first/)
  })
})

describe('the report', () => {
  test('is there for every incident, in two forms', async () => {
    const { aegis, incident, plan } = await drifted()
    const markdown = await aegis.incidentReport(incident.id)
    expect(markdown).toMatch(/^# Incident \d+: schema\\_drift on analytics\.orders \(critical\)$/m)
    const text = await aegis.incidentReport(incident.id, { format: 'text' })
    for (const part of [UNDO, plan.planHash ?? '', 'shop']) {
      expect(markdown).toContain(part)
      expect(text).toContain(part)
    }
    await expect(aegis.incidentReport(99)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })
})
