import {
  type AdapterError,
  type CallOptions,
  type ConnectionReport,
  type ConnectionStage,
  type ConnectionStageName,
  identifierRules,
} from '@aegis/core'
import * as z from 'zod'
import { adviceFor, toAdapterError } from './errors.ts'
import { whyUncounted } from './freshness-rows.ts'
import { serverFacts } from './queries.ts'
import { grantToReadAll, obstacleOf, readSetup } from './query-log-setup.ts'
import { bool, integer, parseRows } from './rows.ts'
import type { Session, Sessions } from './session.ts'

const STAGES: readonly ConnectionStageName[] = [
  'network',
  'sign_in',
  'catalog',
  'freshness',
  'query_log',
  'view_definitions',
]

const rules = identifierRules('postgresql')

type Finding = Pick<ConnectionStage, 'status' | 'message' | 'fix'>

const factsRow = z.object({
  version: z.string(),
  number: integer,
  role: z.string(),
  database: z.string(),
  tables: integer,
  unreadable: integer,
  track_counts: z.string(),
  is_replica: bool,
})

type Facts = z.infer<typeof factsRow>

/** How far a failed connection got. */
function stageOfFailure(error: AdapterError): 'network' | 'sign_in' {
  return error.failure === 'network' || error.failure === 'tls' || error.failure === 'aborted'
    ? 'network'
    : 'sign_in'
}

function passed(message: string): Finding {
  return { status: 'passed', message, fix: null }
}

function catalogFinding({ tables, database }: Facts): Finding {
  if (tables > 0) return passed(`${tables} tables and views in ${database}`)
  const fix = 'Check the name of the database; PostgreSQL shows the catalog of one database per connection.'
  return { status: 'degraded', message: `${database} has no tables`, fix }
}

function freshnessFinding({ track_counts, is_replica, unreadable, role }: Facts): Finding {
  const uncounted = whyUncounted(is_replica, track_counts)
  if (uncounted !== null) {
    const fix = is_replica
      ? 'Connect to the primary, or name a watermark column for each table.'
      : 'ALTER SYSTEM SET track_counts = on; SELECT pg_reload_conf();'
    return { status: 'degraded', message: `${uncounted}: freshness by watermark columns only`, fix }
  }
  if (unreadable === 0) return passed('change counters, and watermarks of every table')
  const fix = `GRANT pg_read_all_data TO ${rules.sql({ catalog: '', schema: '', name: role })};`
  const message = `change counters of every table; watermark columns of ${unreadable} tables cannot be read`
  return { status: 'degraded', message, fix }
}

async function queryLogFinding(session: Session): Promise<Finding> {
  const setup = await readSetup(session)
  const obstacle = obstacleOf(setup)
  if (obstacle !== null) {
    return { status: 'degraded', message: `${obstacle.what}: lineage from views only`, fix: obstacle.fix }
  }
  if (!setup.mayReadAll) {
    const message = 'only statements of this role are readable'
    return { status: 'degraded', message, fix: grantToReadAll(setup) }
  }
  return passed('pg_stat_statements, statements of all roles')
}

interface Timed {
  stage(name: ConnectionStageName, finding: Finding): void
  report(server: string | null): ConnectionReport
}

function collector(): Timed {
  const stages: ConnectionStage[] = []
  let since = performance.now()
  return {
    stage(name, finding): void {
      const now = performance.now()
      stages.push({ stage: name, ...finding, durationMs: Math.round(now - since) })
      since = now
    },
    report(server): ConnectionReport {
      const done = new Set(stages.map(({ stage }) => stage))
      const notRun = STAGES.filter((stage) => !done.has(stage)).map((stage): ConnectionStage => {
        return { stage, status: 'not_run', message: 'an earlier stage failed', fix: null, durationMs: 0 }
      })
      const all = [...stages, ...notRun]
      const ok = all.every(({ status }) => status === 'passed' || status === 'degraded')
      return { ok, server, stages: all }
    },
  }
}

async function runStages(session: Session, collected: Timed): Promise<string | null> {
  collected.stage('network', passed('the server answers'))
  const [facts] = parseRows(factsRow, await session.run(serverFacts()), 'the server')
  if (facts === undefined) return null
  collected.stage('sign_in', passed(`signed in as ${facts.role}`))
  collected.stage('catalog', catalogFinding(facts))
  collected.stage('freshness', freshnessFinding(facts))
  collected.stage('query_log', await queryLogFinding(session))
  collected.stage('view_definitions', passed('readable without any grant'))
  return `PostgreSQL ${facts.version}`
}

/** Stage by stage; a failure is a stage, never an exception. */
export async function testConnection(
  sessions: Sessions,
  call: CallOptions | undefined,
): Promise<ConnectionReport> {
  const collected = collector()
  try {
    const server = await sessions.use('the connection test', call, (session) => runStages(session, collected))
    return collected.report(server)
  } catch (error) {
    const failure = toAdapterError(error, 'the connection test', call?.signal)
    const reached = collected.report(null).stages.filter(({ status }) => status !== 'not_run')
    const next = STAGES[reached.length]
    const stage = reached.length === 0 ? stageOfFailure(failure) : (next ?? 'view_definitions')
    if (stage === 'sign_in' && reached.length === 0) collected.stage('network', passed('the server answers'))
    collected.stage(stage, {
      status: 'failed',
      message: failure.message,
      fix: failure.failure === 'aborted' ? null : adviceFor(failure),
    })
    return collected.report(null)
  }
}
