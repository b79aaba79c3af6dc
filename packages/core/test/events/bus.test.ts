import { describe, expect, expectTypeOf, test } from 'vitest'
import { type AegisEvents, createBus } from '../../src/events/index.ts'
import type { ScanSummary } from '../../src/model/event.ts'
import type { Logger } from '../../src/ports/logger.ts'

const silent: Logger = { debug() {}, info() {}, warn() {}, error() {} }
const scan: ScanSummary = {
  connection: 'shop',
  tablesScanned: 1,
  anomaliesFound: 0,
  problems: 0,
  durationMs: 1,
}
const event = { seq: 1, at: new Date(0), scan }

describe('the event bus', () => {
  test('every event carries exactly one object', () => {
    // eventemitter3 turns any other map value into any[] without a word.
    expectTypeOf<AegisEvents[keyof AegisEvents]>().toExtend<[object]>()
  })

  test('a listener that throws keeps no other from being called, and is reported', () => {
    const bus = createBus(silent)
    const seen: string[] = []
    bus.on('listener.failed', ({ event: name, error }) => seen.push(`${name}: ${String(error)}`))
    bus.on('scan.completed', () => {
      throw new Error('pager is down')
    })
    bus.on('scan.completed', () => seen.push('second'))
    bus.emit('scan.completed', event)
    expect(seen).toEqual(['scan.completed: Error: pager is down', 'second'])
  })

  test('a listener that rejects is reported', async () => {
    const bus = createBus(silent)
    const failed = new Promise((resolve) => bus.on('listener.failed', resolve))
    bus.on('scan.completed', async () => {
      throw new Error('pager is down')
    })
    bus.emit('scan.completed', event)
    expect(await failed).toMatchObject({ event: 'scan.completed', error: new Error('pager is down') })
  })

  test('a failing listener of listener.failed does not call itself', () => {
    const bus = createBus(silent)
    let calls = 0
    bus.on('listener.failed', () => {
      calls += 1
      throw new Error('again')
    })
    bus.on('scan.completed', () => {
      throw new Error('first')
    })
    bus.emit('scan.completed', event)
    expect(calls).toBe(1)
  })

  test('a misspelt event is refused, with the names there are', () => {
    const on = createBus(silent).on as (name: string, listener: () => void) => unknown
    expect(() => on('incident.creatd', () => undefined)).toThrow(
      /no event `incident\.creatd`.*incident\.created/,
    )
  })

  test('unsubscribing works, also twice', () => {
    const bus = createBus(silent)
    let calls = 0
    const off = bus.on('scan.completed', () => {
      calls += 1
    })
    bus.emit('scan.completed', event)
    off()
    off()
    bus.emit('scan.completed', event)
    expect(calls).toBe(1)
  })
})
