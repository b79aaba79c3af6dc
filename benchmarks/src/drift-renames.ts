import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Column, diffShapes } from '@aegis/core'
import { distance } from 'fastest-levenshtein'
import * as z from 'zod'
import type { Report } from './report.ts'
import { wilson } from './score.ts'

const FOLDER = join(import.meta.dirname, '../data')

const column = z.object({
  name: z.string(),
  type: z.string(),
  nullable: z.boolean().nullable(),
  ordinal: z.int(),
})
const line = z.object({
  id: z.string(),
  dialect: z.string(),
  before: z.array(column),
  after: z.array(column),
  renames: z.array(z.tuple([z.string(), z.string()])),
})
type Labelled = z.infer<typeof line>
type Rename = readonly [from: string, to: string]

function readSet(name: string): readonly Labelled[] | null {
  const file = join(FOLDER, name)
  if (!existsSync(file)) return null
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => line.parse(JSON.parse(text)))
}

function inferred({ before, after, dialect }: Labelled): readonly Rename[] {
  return diffShapes(before, after, { dialect }).flatMap(
    ({ kind, previousName, column: name, insideColumn }) =>
      kind === 'column_renamed' && previousName !== undefined && name !== null && insideColumn === undefined
        ? [[previousName, name] as const]
        : [],
  )
}

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '')

function likeness(a: string, b: string): number {
  const longest = Math.max(a.length, b.length, 1)
  return 1 - distance(plain(a), plain(b)) / longest
}

/** By names alone, the likest pair first. */
function byNames({ before, after }: Labelled, threshold: number): readonly Rename[] {
  const old = new Set(before.map(({ name }) => name))
  const now = new Set(after.map(({ name }) => name))
  const gone = before.filter(({ name }) => !now.has(name))
  const come = after.filter(({ name }) => !old.has(name))
  const pairs = gone
    .flatMap((from) => come.map((to) => ({ from, to, alike: likeness(from.name, to.name) })))
    .filter(({ alike }) => alike >= threshold)
    .sort((a, b) => b.alike - a.alike)
  const taken = new Set<Column>()
  return pairs.flatMap(({ from, to }) => {
    if (taken.has(from) || taken.has(to)) return []
    taken.add(from)
    taken.add(to)
    return [[from.name, to.name] as const]
  })
}

interface Counts {
  readonly right: number
  readonly given: number
  readonly true: number
  /** Of those that are true: one end is a name that is there before and after, as in a swap. */
  readonly hidden: number
}

/** Two lists of columns alone do not show it: without the object's identity a swap of names is another order. */
function isHidden({ before, after }: Labelled, [from, to]: Rename): boolean {
  return before.some(({ name }) => name === to) || after.some(({ name }) => name === from)
}

function count(set: readonly Labelled[], answer: (one: Labelled) => readonly Rename[]): Counts {
  let right = 0
  let given = 0
  let all = 0
  let hidden = 0
  for (const one of set) {
    const truth = new Set(one.renames.map((pair) => JSON.stringify(pair)))
    const answers = answer(one)
    given += answers.length
    all += truth.size
    hidden += one.renames.filter((pair) => isHidden(one, pair)).length
    right += answers.filter((pair) => truth.has(JSON.stringify(pair))).length
  }
  return { right, given, true: all, hidden }
}

const precision = ({ right, given }: Counts): number => (given === 0 ? 1 : right / given)
const recall = ({ right, true: all, hidden }: Counts): number => (all === hidden ? 1 : right / (all - hidden))

function f1(counts: Counts): number {
  const [p, r] = [precision(counts), recall(counts)]
  return p + r === 0 ? 0 : (2 * p * r) / (p + r)
}

/** The threshold that names alone do best with, on the tuned set. */
function bestThreshold(set: readonly Labelled[]): number {
  const thresholds = Array.from({ length: 19 }, (_, index) => 0.05 * (index + 1))
  return thresholds.reduce((best, threshold) => {
    const score = (at: number): number => f1(count(set, (one) => byNames(one, at)))
    return score(threshold) > score(best) ? threshold : best
  })
}

/** Inferred renames against labelled ones, beside matching by names alone. */
export function measureRenames(report: Report): void {
  const tuned = readSet('renames-tuned.jsonl')
  if (tuned === null) throw new Error(`There are no labelled renames in ${FOLDER}.`)
  const threshold = bestThreshold(tuned)
  for (const [name, set] of [
    ['tuned', tuned],
    ['unseen', readSet('renames.jsonl')],
  ] as const) {
    if (set === null) {
      report.note(`renames ${name}: NOT RUN, the file is not there`)
      continue
    }
    const ours = count(set, inferred)
    const other = count(set, (one) => byNames(one, threshold))
    const [low, high] = wilson(ours.right, ours.given)
    report.note(
      `renames ${name}: ${set.length} diffs, ${ours.true} renames; ${ours.hidden} of them hidden by a swap or chain of names and left out of the recall (${((100 * ours.right) / ours.true).toFixed(1)} % with them); ${ours.right} of ${ours.given} right (95 % interval ${(100 * low).toFixed(1)} to ${(100 * high).toFixed(1)} %)`,
    )
    const common = {
      bench: 'drift',
      unit: '%',
      otherName: `names alone (likeness >= ${threshold.toFixed(2)})`,
    }
    report.add({
      ...common,
      case: `renames ${name}: precision`,
      ours: 100 * precision(ours),
      other: 100 * precision(other),
      goal: '>= 95',
    })
    report.add({
      ...common,
      case: `renames ${name}: recall`,
      ours: 100 * recall(ours),
      other: 100 * recall(other),
      goal: '>= 80',
    })
  }
}
