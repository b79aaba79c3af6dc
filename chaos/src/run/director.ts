import { setTimeout as sleep } from 'node:timers/promises'
import type { Store } from '@aegis/core'
import type { ChildReport, ChildTask } from '../child-task.ts'
import type { Random } from '../random.ts'
import { randomOf } from '../random.ts'
import type { ChaosStore } from '../stores/chaos-store.ts'
import type { Script } from './script.ts'
import { startChild } from './start-child.ts'

/** How many scans to reach, and how many kills at least. */
export interface Goal {
  readonly scans: number
  readonly kills: number
  /** The run ends after so long, reached or not. */
  readonly withinMs: number
}

export interface Tally {
  kills: number
  /** Scans whose end a child reported. */
  scans: number
  /** Scans that were under way when their process was killed. */
  cutOff: number
  /** Troubles made, by name. */
  readonly troubles: Map<string, number>
  /** What children reported and lived through. */
  readonly borne: string[]
  /** Children that ended by themselves, and what they said. */
  readonly crashes: string[]
}

export const CONSUMERS: readonly string[] = ['a', 'b']

/** A change for so many scans. */
const CHANGE_SHARE = 0.15
const LOOK_MS = 100
/** Killed before it opened Aegis, or in the middle of opening it. */
const EARLY_SHARE = 0.15
const EARLY_MS = 350
/** Killed so long after it has ended so many scans: in the middle of one, of a review, or of telling what came of it. */
const MOST_SCANS = 48
const MOST_MS_MORE = 12
const PROGRESS_MS = 10_000

export interface DirectorDeps {
  readonly folder: string
  readonly seed: number
  readonly store: ChaosStore
  /** The parent's own handle. */
  readonly observer: Store
  readonly script: Script
  readonly tell: (line: string) => void
}

/** Lets two processes scan, and kills them again and again, until the goal or the time is reached. */
export async function direct(deps: DirectorDeps, goal: Goal): Promise<Tally> {
  const { folder, seed, store, observer, script, tell } = deps
  const began = performance.now()
  const tally: Tally = { kills: 0, scans: 0, cutOff: 0, troubles: new Map(), borne: [], crashes: [] }
  const scripted = randomOf(seed, 1)
  let isOver = false
  let lives = 0

  const isReached = (): boolean => tally.scans >= goal.scans && tally.kills >= goal.kills
  const isLate = (): boolean => performance.now() - began > goal.withinMs

  async function live(consumer: string, random: Random): Promise<void> {
    lives += 1
    const task: ChildTask = {
      folder,
      store: store.address,
      consumer,
      seed: random.int(0, 2 ** 31),
      does: 'scan',
    }
    const isEarly = random.chance(EARLY_SHARE)
    const delayMs = random.int(0, isEarly ? EARLY_MS : MOST_MS_MORE)
    const scansToLive = random.int(0, MOST_SCANS)
    let scans = 0
    let isScanning = false
    let isDoomed = false
    const timers: NodeJS.Timeout[] = []
    const killIn = (ms: number): void => {
      timers.push(setTimeout(() => child.kill('SIGKILL'), ms))
    }
    const hear = (report: ChildReport): void => {
      if (report.says === 'ended') scans += 1
      if (report.says !== 'bore' && !isEarly && !isDoomed && scans >= scansToLive) {
        isDoomed = true
        killIn(delayMs)
      }
      if (report.says === 'began') isScanning = true
      if (report.says === 'bore') tally.borne.push(report.text)
      if (report.says !== 'ended') return
      isScanning = false
      tally.scans += 1
      script.scanEnded(report.generation)
      if (scripted.chance(CHANGE_SHARE)) script.change(scripted)
    }
    const child = startChild(task, `${folder}/cache`, hear)
    if (isEarly) killIn(delayMs)
    const { code, signal, stderr } = await child.ended
    for (const timer of timers) clearTimeout(timer)
    if (isScanning) tally.cutOff += 1
    if (signal === 'SIGKILL') tally.kills += 1
    else if (code !== 0) tally.crashes.push(`a child ended with ${signal ?? code}: ${stderr.trim()}`)
  }

  async function slot(consumer: string, index: number): Promise<void> {
    const random = randomOf(seed, 100 + index)
    while (!isOver) await live(consumer, random)
  }

  async function watch(): Promise<void> {
    let toldAt = performance.now()
    while (!isReached() && !isLate()) {
      await sleep(LOOK_MS)
      await script.look(observer)
      if (performance.now() - toldAt < PROGRESS_MS) continue
      toldAt = performance.now()
      const seconds = Math.round((toldAt - began) / 1000)
      tell(
        `${seconds} s: ${tally.scans} scans, ${tally.kills} kills, ${script.changes.length} changes, ${lives} lives`,
      )
    }
    isOver = true
  }

  async function troubleMaker(): Promise<void> {
    const random = randomOf(seed, 2)
    while (!isOver && store.troubles.length > 0) {
      await sleep(random.int(50, 400))
      const trouble = random.pick(store.troubles)
      if (trouble === undefined) return
      await trouble.make(random)
      tally.troubles.set(trouble.name, (tally.troubles.get(trouble.name) ?? 0) + 1)
    }
  }

  await Promise.all([watch(), troubleMaker(), ...CONSUMERS.map(slot)])
  return tally
}
