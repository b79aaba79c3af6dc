import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postgres } from '@aegis/adapter-postgres'
import { pglitePlanProver } from '@aegis/adapter-postgres/prover'
import { type Aegis, createAegis, type Incident, type LineageGraph, type ScanReport } from '@aegis/core'
import { type DevPostgres, startPostgres } from '@aegis/dev-postgres'
import { sqlInspector, sqlLineage } from '@aegis/lineage-sql'
import { sqliteStore } from '@aegis/store-sqlite'
import { architectOf } from './architect.ts'
import type { DemoReport, Finding, RanStatement, Reviewed } from './report/demo-report.ts'
import { SHOP_TABLES, type ShopNames, type ShopTable, shopNames } from './shop/names.ts'
import { buildShop, type Shop } from './shop/shop.ts'
import { qualifiedName } from './shop/shop-sql.ts'
import type { Terminal } from './terminal/terminal.ts'

const CONNECTION = 'shop'
const SLA_MINUTES = 60
/** How long the customers' load seems to have stopped. */
const STALE_MINUTES = 215
const REVIEWER = 'demo'

export interface StoryOptions {
  /** null: the plain names. */
  readonly seed: number | null
  readonly terminal: Terminal
  readonly signal: AbortSignal
}

async function openAegis(shop: Shop, folder: string): Promise<Aegis> {
  const architect = architectOf(process.env)
  return createAegis({
    ...(architect === undefined ? {} : { architect }),
    sqlInspector: sqlInspector(),
    planProvers: [pglitePlanProver()],
    store: sqliteStore({ path: join(folder, 'aegis.db') }),
    connections: { [CONNECTION]: postgres(shop.aegisLogin) },
    lineageParser: sqlLineage(),
  })
}

/** Watches every table of the shop; the customers' freshness too. */
async function watch(aegis: Aegis, names: ShopNames): Promise<void> {
  await aegis.monitor(CONNECTION, { schemas: Object.values(names.schemas) })
  await aegis.monitor(CONNECTION, {
    tables: [qualifiedName(names, 'rawCustomers')],
    freshnessSlaMinutes: SLA_MINUTES,
    watermarkColumn: names.columns.updatedAt,
  })
}

function pathOf({ table, diagnosis }: Incident, graph: LineageGraph): readonly string[] {
  if (table === null) return []
  const cause = diagnosis?.rootCauseTable ?? null
  if (cause === null || cause === table) return [table]
  return graph.getPath(cause, table) ?? [table]
}

/** The drift farthest from its cause tells most; then the one that reaches most. */
function byTelling(a: Finding, b: Finding): number {
  const isDrift = ({ incident }: Finding): number => (incident.type === 'schema_drift' ? 0 : 1)
  return (
    isDrift(a) - isDrift(b) ||
    b.path.length - a.path.length ||
    b.incident.blastRadius.length - a.incident.blastRadius.length ||
    a.incident.id - b.incident.id
  )
}

async function collectFindings(aegis: Aegis, graph: LineageGraph): Promise<readonly Finding[]> {
  const incidents = await aegis.incidents({ statuses: ['pending_review'] })
  const findings = await Promise.all(
    incidents.map(async (incident): Promise<Finding> => {
      const newestFirst = await aegis.anomalies({ incidentId: incident.id })
      return { incident, anomalies: newestFirst.toReversed(), path: pathOf(incident, graph) }
    }),
  )
  const byId = findings.toSorted((a, b) => a.incident.id - b.incident.id)
  const [main] = byId.toSorted(byTelling)
  return main === undefined ? [] : [main, ...byId.filter((finding) => finding !== main)]
}

async function runPlan({ incident }: Finding, shop: Shop): Promise<readonly RanStatement[]> {
  const statements = (incident.remediation?.actions ?? []).flatMap(({ sql }) => sql ?? [])
  const ran: RanStatement[] = []
  for (const sql of statements) {
    try {
      await shop.run([sql])
      ran.push({ sql, error: null })
    } catch (error) {
      ran.push({ sql, error: error instanceof Error ? error.message : String(error) })
    }
  }
  return ran
}

/** Runs the plan, or what else mends it, and approves; what the server refuses stays open. */
async function reviewOne(finding: Finding, aegis: Aegis, shop: Shop): Promise<Reviewed> {
  const { incident } = finding
  const isStale = incident.type === 'freshness_violation'
  const ran = await runPlan(finding, shop)
  if (ran.some(({ error }) => error !== null)) return { finding, ran, byHand: null, closed: incident }
  if (isStale) await shop.run([shop.sql.loadCustomers])
  const closed = await aegis.approve(incident.id, {
    by: REVIEWER,
    note: isStale ? 'the load runs again' : 'ran the recommended SQL',
    expectedVersion: incident.version,
  })
  return { finding, ran, byHand: isStale ? `ran the load of ${incident.table} again` : null, closed }
}

/** Plays the person, causes first. */
async function reviewAll(
  findings: readonly Finding[],
  aegis: Aegis,
  shop: Shop,
): Promise<readonly Reviewed[]> {
  const causesFirst = findings.toSorted(
    (a, b) => a.path.length - b.path.length || a.incident.id - b.incident.id,
  )
  const reviewed: Reviewed[] = []
  for (const finding of causesFirst) reviewed.push(await reviewOne(finding, aegis, shop))
  return reviewed
}

function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`
}

function scanned({ connections }: ScanReport): string {
  const opened = connections.reduce((sum, connection) => sum + connection.opened.length, 0)
  return `scanned: ${countOf(opened, 'new incident')}`
}

/** What Aegis says of a stale table after its file was written anew and its data was not. */
async function vacuumed(
  aegis: Aegis,
  shop: Shop,
  table: { readonly connection: string; readonly table: string },
  signal: AbortSignal,
): Promise<DemoReport['vacuum']> {
  await shop.run([shop.sql.vacuumCustomers])
  await aegis.scan({ signal })
  const { checks } = await aegis.explain(table)
  const freshness = checks.find(({ sentinel }) => sentinel === 'freshness')
  return { verdict: freshness?.verdict ?? 'never_looked', text: freshness?.text ?? '' }
}

/** Starts a server, breaks a shop on it, and lets Aegis find, explain and plan. Leaves nothing behind, however it ends. */
export async function tellStory({ seed, terminal, signal }: StoryOptions): Promise<DemoReport> {
  await using cleanUp = new AsyncDisposableStack()
  const names = shopNames(seed)
  const name = (table: ShopTable): string => qualifiedName(names, table)

  const server: DevPostgres = await terminal.step(
    'Starting PostgreSQL',
    () => startPostgres({ signal }),
    ({ version, port }) => `PostgreSQL ${version} runs on port ${port}`,
  )
  cleanUp.defer(() => server.stop())

  const shop = await terminal.step(
    'Building the shop',
    () => buildShop(server, names, signal),
    ({ sql }) => `Shop built by running its SQL: ${SHOP_TABLES.length} tables, ${sql.loads.length} loads`,
  )
  cleanUp.defer(() => shop.close())

  const folder = await mkdtemp(join(tmpdir(), 'aegis-demo-'))
  cleanUp.defer(() => rm(folder, { recursive: true, force: true }))
  const aegis = await openAegis(shop, folder)
  cleanUp.defer(() => aegis.close())

  const [refreshed] = await terminal.step(
    'Reading the query log',
    async () => {
      await watch(aegis, names)
      return aegis.refreshLineage(CONNECTION, { signal })
    },
    ([report]) => `Lineage read from the query log and the views: ${countOf(report?.edges ?? 0, 'edge')}`,
  )
  const lineage = { edges: refreshed?.edges ?? 0, unparsed: refreshed?.unparsed ?? 0 }

  await terminal.step(
    'Taking the baseline',
    () => aegis.scan({ signal }),
    ({ tablesScanned }) => `Baseline taken: ${countOf(tablesScanned, 'table')}`,
  )

  await terminal.step(
    `Rebuilding ${name('customerLtv')}`,
    async () => {
      await shop.run(shop.sql.rebuildLtv)
      return aegis.scan({ signal })
    },
    (report) => `${name('customerLtv')} is built anew, a column renamed; ${scanned(report)}`,
  )

  await terminal.step(
    `Breaking ${name('rawOrders')}`,
    async () => {
      await shop.run([shop.sql.breakPrice('rawOrders')])
      return aegis.scan({ signal })
    },
    (report) => `${names.columns.price} of ${name('rawOrders')} becomes a varchar; ${scanned(report)}`,
  )

  const scan = await terminal.step(
    'Letting it spread',
    async () => {
      const { breakPrice, ageCustomers } = shop.sql
      await shop.run([breakPrice('stagingOrders'), breakPrice('orders'), ageCustomers(STALE_MINUTES)])
      return aegis.scan({ signal })
    },
    (report) => `The change arrives downstream, and a load stops; ${scanned(report)}`,
  )

  const vacuum = await terminal.step(
    `Vacuuming ${name('rawCustomers')}`,
    () => vacuumed(aegis, shop, { connection: CONNECTION, table: name('rawCustomers') }, signal),
    ({ verdict }) =>
      `VACUUM FULL rewrites ${name('rawCustomers')}: ${verdict === 'violated' ? 'no new data, still stale' : verdict}`,
  )

  const graph = await aegis.lineage(CONNECTION)
  const findings = await collectFindings(aegis, graph)
  if (findings.length === 0) throw new Error('Aegis found no incident, although the shop is broken.')

  const reviewed = await terminal.step(
    'Running the recommended SQL',
    () => reviewAll(findings, aegis, shop),
    (all) => {
      const approved = all.filter(({ closed }) => closed.status === 'resolved').length
      return `Recommended SQL run, ${approved} of ${countOf(all.length, 'incident')} approved`
    },
  )

  const scanAfter = await terminal.step(
    'Scanning again',
    () => aegis.scan({ signal }),
    (report) => `Everything mended; ${scanned(report)}`,
  )

  const tables = await aegis.tables(CONNECTION)
  const tablesAfter = await Promise.all(
    tables.map(async ({ id, qualifiedName }) => {
      const { health } = await aegis.tableStatus(id)
      return { table: qualifiedName, health }
    }),
  )
  return { scan, graph, lineage, findings, vacuum, reviewed, scanAfter, tablesAfter }
}
