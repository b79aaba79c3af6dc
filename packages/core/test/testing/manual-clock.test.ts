import { describe, expect, it } from 'vitest'
import { manualClock } from '../../src/testing/index.ts'

const START = '2026-03-01T12:00:00.000Z'

function secondsOf(date: Date): number {
  return (date.getTime() - Date.parse(START)) / 1000
}

describe('manualClock', () => {
  it('stands still until it is moved', async () => {
    const clock = manualClock(START)
    expect(clock.now()).toEqual(new Date(START))
    await clock.advance(1500)
    expect(clock.now()).toEqual(new Date('2026-03-01T12:00:01.500Z'))
  })

  it('gives out times that a caller cannot move', () => {
    const clock = manualClock(START)
    clock.now().setFullYear(1999)
    expect(clock.now()).toEqual(new Date(START))
  })

  it('wakes sleepers in the order of their time, each at its own moment', async () => {
    const clock = manualClock(START)
    const woken: string[] = []
    const sleep = async (name: string, seconds: number): Promise<void> => {
      await clock.sleep(seconds * 1000)
      woken.push(`${name}@${secondsOf(clock.now())}`)
    }
    const all = [sleep('late', 30), sleep('early', 10), sleep('early too', 10), sleep('never', 31)]
    await clock.advance(30_000)
    expect(woken).toEqual(['early@10', 'early too@10', 'late@30'])
    expect(clock.sleeperCount()).toBe(1)
    await clock.advance(1000)
    await Promise.all(all)
  })

  it('wakes one that falls asleep again on the way', async () => {
    const clock = manualClock(START)
    const rounds: number[] = []
    const loop = async (): Promise<void> => {
      for (let round = 0; round < 3; round += 1) {
        await clock.sleep(10_000)
        rounds.push(secondsOf(clock.now()))
      }
    }
    const running = loop()
    await clock.advance(25_000)
    expect(rounds).toEqual([10, 20])
    await clock.advance(5000)
    await running
    expect(rounds).toEqual([10, 20, 30])
  })

  it('moves twice when it is told twice at once', async () => {
    const clock = manualClock(START)
    const sleeping = clock.sleep(15_000).then(() => secondsOf(clock.now()))
    await Promise.all([clock.advance(10_000), clock.advance(10_000)])
    expect(await sleeping).toBe(15)
    expect(secondsOf(clock.now())).toBe(20)
  })

  it('rejects with the reason of the signal, and forgets the sleeper', async () => {
    const clock = manualClock(START)
    const controller = new AbortController()
    const reason = new Error('stopped')
    const sleeping = clock.sleep(1000, { signal: controller.signal })
    controller.abort(reason)
    await expect(sleeping).rejects.toBe(reason)
    await expect(clock.sleep(1000, { signal: controller.signal })).rejects.toBe(reason)
    expect(clock.sleeperCount()).toBe(0)
  })

  it('refuses a start that is no time, and to go back', () => {
    expect(() => manualClock('yesterday')).toThrow(/"yesterday"/)
    expect(() => manualClock(START).advance(-1)).toThrow(/only goes forward/)
    expect(() => manualClock(START).advance(Number.NaN)).toThrow(/only goes forward/)
  })
})
