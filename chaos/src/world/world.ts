import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** Tables whose shape changes, in the connection `shop`. */
export const SHAPED_SCHEMA = 'shaped'
/** Tables that become stale and fresh again, in the connection `shop`. */
export const TIMED_SCHEMA = 'timed'
/** Tables of the connection `crm`, which is away at times. */
export const CRM_SCHEMA = 'crm'

const MINUTE_MS = 60_000
export const SLA_MINUTES = 120
export const WATERMARK = 'at'

const worldSchema = z.object({
  /** Grows by one with each change. */
  generation: z.int(),
  seed: z.int(),
  /** Milliseconds since 1970. */
  startedAt: z.int(),
  /** How often each shaped table has changed. */
  versions: z.array(z.int()),
  /** How often each timed table has become stale (odd) or fresh again (even). */
  spells: z.array(z.int()),
  /** How often `crm` went away (odd) or came back (even). */
  outages: z.int(),
})

/** The truth about the warehouses at one moment. */
export type World = z.infer<typeof worldSchema>

export function newWorld(seed: number, shaped: number, timed: number, startedAt: number): World {
  const zeros = (count: number): number[] => Array.from({ length: count }, () => 0)
  return {
    ...{ generation: 0, seed, startedAt, outages: 0 },
    versions: zeros(shaped),
    spells: zeros(timed),
  }
}

function isStale(spell: number): boolean {
  return spell % 2 === 1
}

export function isAway({ outages }: Pick<World, 'outages'>): boolean {
  return outages % 2 === 1
}

/** The newest time in the rows of a timed table: another one in each spell. */
export function watermarkOf(startedAt: number, spell: number): Date {
  const minutesAgo = isStale(spell) ? 5 * SLA_MINUTES : SLA_MINUTES / 2
  return new Date(startedAt - minutesAgo * MINUTE_MS + spell * 1000)
}

const fileIn = (folder: string): string => join(folder, 'world.json')

/** Outside every store: whoever dies takes nothing of it along. */
export function writeWorld(folder: string, world: World): void {
  const fresh = `${fileIn(folder)}.new`
  writeFileSync(fresh, JSON.stringify(world))
  renameSync(fresh, fileIn(folder))
}

export function readWorld(folder: string): World {
  return worldSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')))
}
