// Kills processes at random while they scan, and audits what they leave: `npm run chaos -- sqlite [--json] [--seed N]`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type ChaosOutcome, runChaos } from './run/run-chaos.ts'
import type { ChaosStore } from './stores/chaos-store.ts'

const STORES: ReadonlyMap<string, (folder: string) => Promise<ChaosStore>> = new Map([
  ['sqlite', async (folder) => (await import('./stores/sqlite.ts')).sqliteChaos(folder)],
])

const SCANS = 20_000
const KILLS = 1000
/** Longer than any machine that is not overloaded takes. */
const MOST_MINUTES = 10

const USAGE = `Usage: npm run chaos -- ${[...STORES.keys()].join('|')} [--seed N] [--scans N] [--kills N] [--minutes N] [--json]`

function usage(problem: string): number {
  process.stderr.write(`${problem} ${USAGE}\n`)
  return 2
}

function numberIn(text: string | undefined, otherwise: number): number | null {
  if (text === undefined) return otherwise
  const value = Number(text)
  return Number.isInteger(value) && value >= 0 ? value : null
}

function tellOutcome({ tally, verdict, changes, incidents }: ChaosOutcome, json: boolean): void {
  const { violations, lostScans, duplicateOpenIncidents, lostEvents, duplicateDeliveries, integrity } =
    verdict
  const MOST_TOLD = 20
  for (const { invariant, text } of violations.slice(0, MOST_TOLD)) {
    process.stderr.write(`VIOLATED (${invariant}): ${text}\n`)
  }
  if (violations.length > MOST_TOLD) process.stderr.write(`... and ${violations.length - MOST_TOLD} more\n`)
  const line = {
    ...{ kills: tally.kills, scans: tally.scans, lost_scans: lostScans },
    ...{ duplicate_open_incidents: duplicateOpenIncidents, lost_events: lostEvents },
    ...{ duplicate_deliveries: duplicateDeliveries, integrity },
  }
  const troubles = [...tally.troubles].map(([name, count]) => `${count} ${name}`)
  const told = [
    `${changes} changes in the warehouses, ${incidents} incidents, ${tally.cutOff} scans cut off`,
    ...troubles,
  ]
  process.stderr.write(`${told.join(', ')}.\n`)
  if (json) process.stdout.write(`${JSON.stringify(line)}\n`)
  else for (const [name, value] of Object.entries(line)) process.stdout.write(`${name.padEnd(28)}${value}\n`)
}

async function main(args: readonly string[]): Promise<number> {
  const text = { type: 'string' } as const
  let parsed: ReturnType<typeof parse>
  function parse() {
    const options = {
      json: { type: 'boolean' },
      seed: text,
      scans: text,
      kills: text,
      minutes: text,
    } as const
    return parseArgs({ args: [...args], options, allowPositionals: true })
  }
  try {
    parsed = parse()
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
  const { values, positionals } = parsed
  const [name, ...more] = positionals
  const open = name === undefined || more.length > 0 ? undefined : STORES.get(name)
  if (open === undefined) return usage('Name one store.')
  const seed = numberIn(values.seed, Date.now() % 1_000_000)
  const scans = numberIn(values.scans, SCANS)
  const kills = numberIn(values.kills, KILLS)
  const minutes = numberIn(values.minutes, MOST_MINUTES)
  if (seed === null || scans === null || kills === null || minutes === null)
    return usage('Numbers are whole and at least 0.')

  const tell = (line: string): void => {
    process.stderr.write(`${line}\n`)
  }
  tell(`Seed ${seed}: ${scans} scans and ${kills} kills, within ${minutes} minutes ...`)
  const folder = mkdtempSync(join(tmpdir(), 'aegis-chaos-'))
  try {
    const store = await open(folder)
    try {
      const outcome = await runChaos({
        folder,
        seed,
        store,
        goal: { scans, kills, withinMs: minutes * 60_000 },
        tell,
      })
      tellOutcome(outcome, values.json === true)
      const isReached = outcome.tally.scans >= scans && outcome.tally.kills >= kills
      if (!isReached) tell('The time was up before the goal was reached.')
      return outcome.verdict.violations.length === 0 && isReached ? 0 : 1
    } finally {
      await store.close()
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

process.exitCode = await main(process.argv.slice(2))
