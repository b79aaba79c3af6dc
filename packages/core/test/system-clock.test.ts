import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../src/system-clock.ts'

const DAY_MS = 86_400_000

describe('systemClock', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: new Date('2026-03-01T12:00:00Z') })
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  it('tells the time of the machine', () => {
    expect(systemClock.now()).toEqual(new Date('2026-03-01T12:00:00Z'))
  })

  it('sleeps longer than one timer can count', async () => {
    let awake = false
    const sleeping = systemClock.sleep(60 * DAY_MS).then(() => {
      awake = true
    })
    await vi.advanceTimersByTimeAsync(59 * DAY_MS)
    expect(awake).toBe(false)
    await vi.advanceTimersByTimeAsync(DAY_MS)
    await sleeping
    expect(awake).toBe(true)
  })

  it('rejects with the reason of the signal and leaves no timer', async () => {
    const controller = new AbortController()
    const reason = new Error('stopped')
    const sleeping = systemClock.sleep(DAY_MS, { signal: controller.signal })
    controller.abort(reason)
    await expect(sleeping).rejects.toBe(reason)
    await expect(systemClock.sleep(DAY_MS, { signal: controller.signal })).rejects.toBe(reason)
    expect(vi.getTimerCount()).toBe(0)
  })
})
