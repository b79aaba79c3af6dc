import { existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface Delivery {
  readonly seq: number
  readonly type: string
}

/** Where one consumer of events writes what it handled, and how far it is. */
export interface DeliveryLog {
  /** `seq` of the last event that was handled for good; 0 before the first. */
  readonly handledSeq: number
  /** Handles an event, then moves on. Killed between the two it handles the event again in its next life. */
  handle(delivery: Delivery): void
}

const logOf = (folder: string, consumer: string): string => join(folder, `delivered-${consumer}.log`)
const placeOf = (folder: string, consumer: string): string => join(folder, `handled-${consumer}`)

/** Wide enough for every number, so that a shorter one leaves nothing of a longer one behind. */
const WIDTH = 16

export function openDeliveryLog(folder: string, consumer: string): DeliveryLog {
  const place = placeOf(folder, consumer)
  const handledSeq = existsSync(place) ? Number(readFileSync(place, 'utf8')) : 0
  const log = openSync(logOf(folder, consumer), 'a')
  const placeFile = openSync(place, existsSync(place) ? 'r+' : 'w')
  return {
    handledSeq,
    handle({ seq, type }): void {
      writeSync(log, `${seq} ${type}\n`)
      writeSync(placeFile, String(seq).padEnd(WIDTH), 0)
    },
  }
}

export function readDeliveries(folder: string, consumer: string): readonly Delivery[] {
  const file = logOf(folder, consumer)
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [seq, type] = line.split(' ')
      return type === undefined ? [] : [{ seq: Number(seq), type }]
    })
}
