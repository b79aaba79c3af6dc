import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { isReachableByOthers } from '../src/binaries.ts'
import { requirePostgres, startPostgres } from '../src/index.ts'

const scratch = mkdtempSync(join(tmpdir(), 'aegis-test-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

async function query(connectionString: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

const PROGRAM = `
import { startPostgres } from ${JSON.stringify(join(import.meta.dirname, '../src/index.ts'))}
const server = await startPostgres()
console.log(JSON.stringify({ folder: server.folder, url: server.connectionString() }))
if (process.argv[2] === 'throw') setTimeout(() => { throw new Error('unexpected') }, 10)
if (process.argv[2] !== 'leave') setInterval(() => undefined, 1000)
`

async function startInChild(
  mode: string,
): Promise<{ readonly child: ChildProcess; readonly folder: string; readonly url: string }> {
  const script = join(mkdtempSync(join(scratch, 'program-')), 'program.ts')
  writeFileSync(script, PROGRAM)
  const child = spawn(process.execPath, [script, mode], { stdio: ['ignore', 'pipe', 'ignore'] })
  const line = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString())),
  )
  const { folder, url }: { folder: string; url: string } = JSON.parse(line)
  return { child, folder, url }
}

async function eventually(check: () => boolean | Promise<boolean>, everyMs = 100): Promise<boolean> {
  for (let attempt = 0; attempt < 10_000 / everyMs; attempt += 1) {
    if (await check()) return true
    await sleep(everyMs)
  }
  return false
}

const refused = (url: string): Promise<boolean> =>
  query(url, 'SELECT 1').then(
    () => false,
    () => true,
  )

describe.each([18, 15] as const)('PostgreSQL %i from npm', (version) => {
  describe.runIf(requirePostgres(version))('a server of one\u2019s own', () => {
    test('answers as its version, with the query log loaded, and is gone after stop', async () => {
      const server = await startPostgres({ version, settings: { track_commit_timestamp: 'on' } })
      const url = server.connectionString()
      expect(server.version.startsWith(`${version}.`)).toBe(true)
      await server.createDatabase('a "shop"')
      const database = server.connectionString('a "shop"')
      await query(database, 'CREATE EXTENSION pg_stat_statements')
      expect(await query(database, 'SHOW track_commit_timestamp')).toEqual([{ track_commit_timestamp: 'on' }])
      await server.stop()
      await server.stop()
      expect(existsSync(server.folder)).toBe(false)
      expect(await refused(url)).toBe(true)
    })
  })
})

describe.runIf(requirePostgres(18))('whatever ends the process that started it', () => {
  test.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)(
    '%s leaves no server and no folder',
    async (signal) => {
      const { child, folder, url } = await startInChild('stay')
      expect(existsSync(folder)).toBe(true)
      child.kill(signal)
      expect(await eventually(() => !existsSync(folder))).toBe(true)
      expect(await refused(url)).toBe(true)
    },
  )

  test.each(['throw', 'leave'])('%s leaves no server and no folder', async (mode) => {
    const { folder, url } = await startInChild(mode)
    expect(await eventually(() => !existsSync(folder))).toBe(true)
    expect(await refused(url)).toBe(true)
  })

  test.each([
    ['at once', () => true],
    [
      'while the data folder is being filled',
      (files: readonly string[]) => files.some((file) => file.endsWith('PG_VERSION')),
    ],
    [
      'while the catalog is being written',
      (files: readonly string[]) => files.some((file) => file.endsWith('postmaster.pid')),
    ],
  ] as const)('a start that is aborted %s leaves nothing', { repeats: 3 }, async (_, isMoment) => {
    const base = mkdtempSync(join(tmpdir(), 'aegis-test-abort-'))
    // The server's user has to get in.
    chmodSync(base, 0o755)
    vi.stubEnv('TMPDIR', base)
    try {
      const controller = new AbortController()
      const start = startPostgres({ signal: controller.signal })
      const outcome = start.then(
        () => 'started',
        (error: Error) => error.message,
      )
      await eventually(() => isMoment(readdirSync(base, { recursive: true, encoding: 'utf8' })), 2)
      controller.abort(new Error('changed my mind'))
      expect(await outcome).toBe('changed my mind')
      expect(readdirSync(base)).toEqual([])
    } finally {
      vi.unstubAllEnvs()
      rmSync(base, { recursive: true, force: true })
    }
  })
})

test('a folder that others cannot enter is known as such', () => {
  const closed = join(scratch, 'closed')
  mkdirSync(closed, { mode: 0o700 })
  expect(isReachableByOthers(closed)).toBe(false)
  expect(isReachableByOthers('/')).toBe(true)
})
