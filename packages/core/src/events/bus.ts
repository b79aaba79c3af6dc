import { EventEmitter } from 'eventemitter3'
import { AegisError } from '../errors.ts'
import type { Logger } from '../ports/logger.ts'
import type { AegisEventName, AegisEvents, Listener, Unsubscribe } from './event-map.ts'

const NAMES: Readonly<Record<AegisEventName, true>> = {
  'anomaly.detected': true,
  'incident.created': true,
  'incident.updated': true,
  'scan.completed': true,
  'lineage.refreshed': true,
  'events.missed': true,
  'listener.failed': true,
}

export interface EventBus {
  /** Throws `CONFIG_INVALID` for a name that no event has. */
  on<Name extends AegisEventName>(name: Name, listener: Listener<Name>): Unsubscribe
  emit<Name extends AegisEventName>(name: Name, ...args: AegisEvents[Name]): void
}

/** A bus on which a throwing or rejecting listener harms nobody: it is reported as `listener.failed`. */
export function createBus(logger: Logger): EventBus {
  const emitter = new EventEmitter<Record<AegisEventName, [event: unknown]>>()

  function failed(name: AegisEventName, error: unknown): void {
    const reason = error instanceof Error ? error.message : String(error)
    logger.error(`A listener of ${name} failed: ${reason}`)
    // A failing listener of this very event must not call itself for ever.
    if (name !== 'listener.failed') emitter.emit('listener.failed', { event: name, error })
  }

  return {
    on<Name extends AegisEventName>(name: Name, listener: Listener<Name>): Unsubscribe {
      if (!Object.hasOwn(NAMES, name)) {
        const known = Object.keys(NAMES).join(', ')
        throw new AegisError('CONFIG_INVALID', `There is no event \`${name}\`. Known: ${known}.`)
      }
      const guarded = (...args: [event: unknown]): void => {
        try {
          const result = (listener as (...args: readonly unknown[]) => unknown)(...args)
          Promise.resolve(result).catch((error: unknown) => failed(name, error))
        } catch (error) {
          failed(name, error)
        }
      }
      emitter.on(name, guarded)
      return () => {
        emitter.off(name, guarded)
      }
    },
    emit: (name, ...args) => {
      emitter.emit(name, ...args)
    },
  }
}
