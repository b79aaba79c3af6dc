import { requirePostgres } from '@aegis/dev-postgres'
import { beforeAll, describe, expect, test } from 'vitest'
import { type ShopTable, shopNames } from '../src/shop/names.ts'
import { qualifiedName } from '../src/shop/shop-sql.ts'
import { type DemoRun, runDemo } from './run-demo.ts'

interface DemoIncident {
  readonly type: string
  readonly severity: string
  readonly status: string
  readonly final_status: string
  readonly table: string
  readonly root_cause: string
  readonly root_cause_table: string
  readonly confidence: number
  readonly blast_radius: readonly string[]
  readonly blast_radius_columns?: Readonly<Record<string, readonly string[] | null>>
  readonly changes?: readonly {
    readonly kind: string
    readonly column: string
    readonly previous_name?: string
    readonly confidence?: number
    readonly evidence: readonly string[]
  }[]
  readonly remediation: { readonly actions: readonly { readonly type: string; readonly sql?: string }[] }
  readonly sql_accepted: boolean | null
}

interface DemoJson {
  readonly incidents: readonly DemoIncident[]
  readonly scan: {
    readonly tables_scanned: number
    readonly anomalies_found: number
    readonly after_repair: {
      readonly anomalies_found: number
      readonly tables: readonly { readonly table: string; readonly health: string }[]
    }
  }
  readonly freshness_after_vacuum: { readonly verdict: string; readonly text: string }
  readonly lineage: { readonly edges: number; readonly unparsed: number }
  readonly lineage_edges: readonly {
    readonly source: string
    readonly columns: readonly (readonly [string, string])[]
    readonly used_columns: readonly string[]
  }[]
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1) ?? ''
}

const canRun = requirePostgres(18)
const seeds = [null, 7]

describe.runIf(canRun).each(seeds)('the demo with seed %s', (seed) => {
  const names = shopNames(seed)
  const table = (key: ShopTable): string => qualifiedName(names, key)
  let run: DemoRun
  let json: DemoJson

  beforeAll(async () => {
    run = await runDemo(seed === null ? ['--json'] : ['--json', '--seed', String(seed)])
    expect(run).toMatchObject({ code: 0 })
    json = JSON.parse(lastLine(run.stdout))
  })

  const incidentOf = (key: ShopTable): DemoIncident | undefined =>
    json.incidents.find((incident) => incident.table === table(key))

  test('standard output is the one line, progress goes to standard error', () => {
    expect(run.stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(run.stderr).toContain('PostgreSQL 18')
  })

  test('the break downstream is critical, began upstream and reaches all three consumers', () => {
    expect(json.incidents[0]).toMatchObject({
      type: 'schema_drift',
      severity: 'critical',
      status: 'pending_review',
      final_status: 'resolved',
      table: table('orders'),
      root_cause_table: table('rawOrders'),
    })
    expect(json.incidents[0]?.blast_radius.toSorted()).toEqual(
      [table('dailyRevenue'), table('customerLtv'), table('execDashboard')].toSorted(),
    )
    expect(json.incidents[0]?.blast_radius_columns).toEqual({
      [table('dailyRevenue')]: [names.columns.revenue],
      [table('customerLtv')]: [names.columns.lifetimeValue],
      [table('execDashboard')]: [names.columns.averageOrder, names.columns.revenue].toSorted(),
    })
    expect(json.incidents[0]?.confidence).toBeGreaterThan(0.5)
    expect(json.incidents[0]?.root_cause).toContain(table('rawOrders'))
  })

  test('each break upstream is an incident too; the first of them began where it is', () => {
    expect(incidentOf('rawOrders')).toMatchObject({
      severity: 'critical',
      root_cause_table: table('rawOrders'),
    })
    expect(incidentOf('stagingOrders')).toMatchObject({ root_cause_table: table('rawOrders') })
  })

  test('PostgreSQL accepted the recommended SQL of every drift', () => {
    const drifts = json.incidents.filter(({ type }) => type === 'schema_drift')
    expect(drifts).toHaveLength(4)
    for (const { sql_accepted, remediation } of drifts) {
      expect(sql_accepted).toBe(true)
      expect(remediation.actions.flatMap(({ sql }) => sql ?? [])).not.toEqual([])
    }
  })

  test('a column renamed by a rebuild is found with its evidence, and its plan gives the name back', () => {
    const { lifetimeValue } = names.columns
    const incident = incidentOf('customerLtv')
    expect(incident).toMatchObject({ type: 'schema_drift', severity: 'high', final_status: 'resolved' })
    const [change, ...others] = incident?.changes ?? []
    expect(others).toEqual([])
    expect(change).toMatchObject({
      ...{ kind: 'column_renamed', previous_name: lifetimeValue, column: `${lifetimeValue}_total` },
      confidence: expect.closeTo(0.9, 0),
    })
    expect(change?.evidence.join()).toMatch(/double precision, which no other column is/)
  })

  test('VACUUM FULL is no new data', () => {
    expect(json.freshness_after_vacuum).toMatchObject({
      verdict: 'violated',
      text: expect.stringContaining(names.columns.updatedAt),
    })
  })

  test('the table whose load stopped is an incident without SQL', () => {
    expect(incidentOf('rawCustomers')).toMatchObject({
      type: 'freshness_violation',
      severity: 'high',
      sql_accepted: null,
      final_status: 'resolved',
    })
  })

  test('the lineage comes from the server alone, and all of it was understood', () => {
    expect(json.lineage).toEqual({ edges: 6, unparsed: 0 })
    expect(json.lineage_edges).toHaveLength(6)
    const load = json.lineage_edges.find(({ source }) => source === table('rawOrders'))
    expect(load?.columns).toContainEqual([names.columns.price, names.columns.price])
    expect(load?.used_columns).toContain(names.columns.status)
  })

  test('after the repair every table is healthy and nothing new was found', () => {
    expect(json.scan).toMatchObject({ tables_scanned: 7, anomalies_found: 3 })
    expect(json.scan.after_repair.anomalies_found).toBe(0)
    expect(json.scan.after_repair.tables.filter(({ health }) => health !== 'healthy')).toEqual([])
    expect(json.scan.after_repair.tables).toHaveLength(7)
  })

  test('no process and no file is left', () => {
    expect(run.leftovers).toEqual([])
  })

  test('no name of another shop is in the answer', () => {
    const strangers = seeds
      .filter((other) => other !== seed)
      .flatMap((other) => {
        const { schemas, tables, columns } = shopNames(other)
        return [...Object.values(schemas), ...Object.values(tables), ...Object.values(columns)]
      })
    const words = new Set(run.stdout.split(/[^\p{L}\p{N}_]+/u))
    // These are also words of the page itself, or of its field names.
    const named = strangers.filter((name) => words.has(name) && !['order', 'user', 'status'].includes(name))
    expect(named).toEqual([])
  })
})

describe.runIf(canRun)('the page a person reads', () => {
  let page: DemoRun
  beforeAll(async () => {
    page = await runDemo([])
    expect(page).toMatchObject({ code: 0, stderr: '' })
  })

  test('has the diff, the cause, the evidence, the tree, the SQL and the healthy end', () => {
    for (const expected of [
      /CRITICAL {2}schema drift in analytics\.orders/,
      /- price {2}double precision/,
      /\+ price {2}character varying\(255\)/,
      /raw\.orders → staging\.orders → analytics\.orders/,
      /Evidence\n +E1 /,
      /├─ analytics\.customer_ltv +lifetime_value/,
      /└─ reporting\.exec_dashboard/,
      /ALTER TABLE analytics\.orders ALTER COLUMN price TYPE double precision/,
      /proved on PostgreSQL/,
      /accepted by PostgreSQL/,
      /HIGH {2}freshness violation in raw\.customers/,
      /renamed, \d\d % sure: the names share `lifetime`, `value`/,
      /After VACUUM FULL: .*by watermark/,
      /✓ healthy +analytics\.orders/,
    ]) {
      expect(page.stdout).toMatch(expected)
    }
  })

  test('is plain text in a pipe, no wider than 100 columns', () => {
    expect(page.stdout).not.toContain('\u001b')
    expect(page.stdout.split('\n').filter((line) => line.length > 100)).toEqual([])
  })
})

describe.runIf(canRun)('a demo that is interrupted', () => {
  test.each([
    ['SIGINT', 'PostgreSQL 18'],
    ['SIGINT', 'Baseline'],
    ['SIGTERM', 'Shop built'],
  ] as const)('%s after "%s": no process and no file is left', async (signal, moment) => {
    let pids: readonly number[] = []
    const { code, stderr, leftovers } = await runDemo([], {
      signal,
      after: moment,
      onServer: (found) => {
        pids = found
      },
    })
    expect(code).toBe(130)
    expect(lastLine(stderr)).toBe('Stopped. The server and its files are gone.')
    expect(leftovers).toEqual([])
    expect(pids).toHaveLength(1)
    for (const pid of pids) expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  })
})

test.each([
  [['--fast'], "Unknown option '--fast'. See --help.\n"],
  [['--seed', 'x'], '--seed takes a whole number from 0 to 999999999, not `x`. See --help.\n'],
])('%j is a mistake of one line', async (args, message) => {
  expect(await runDemo(args)).toMatchObject({ code: 2, stdout: '', stderr: message })
})

test('--help says what there is', async () => {
  const { code, stdout } = await runDemo(['--help'])
  expect(code).toBe(0)
  for (const option of ['--seed N', '--json', '--help']) expect(stdout).toContain(option)
})
