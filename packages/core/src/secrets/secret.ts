import type { Secret } from '../ports/secrets.ts'
import { rememberLive } from './live-values.ts'

const SHOWN = '[secret]'
const MARKER = Symbol.for('aegis.secret')
/** What Node's `util.inspect`, and so `console.log`, asks for. */
const INSPECT = Symbol.for('nodejs.util.inspect.custom')

/** The values stand beside the objects, not in them: nothing that looks into an object can come upon one. */
const values = new WeakMap<object, string>()

const prototype = {
  reveal(): string {
    const value = values.get(this)
    if (value === undefined)
      throw new TypeError('This is a copy of a Secret, not the Secret: it has no value.')
    return value
  },
  toString: (): string => SHOWN,
  toJSON: (): string => SHOWN,
  [Symbol.toPrimitive]: (): string => SHOWN,
  [INSPECT]: (): string => SHOWN,
  get [Symbol.toStringTag](): string {
    return 'Secret'
  },
  get [MARKER](): true {
    return true
  },
}
Object.freeze(prototype)

/** Wraps a value so that it is never shown, and tells the scrubber what to look for while this process lives. */
export function secret(value: string): Secret {
  const hidden: Secret = Object.freeze(Object.create(prototype))
  values.set(hidden, value)
  rememberLive(value)
  return hidden
}

/** True also for secrets of another copy of this package. */
export function isSecret(value: unknown): value is Secret {
  return typeof value === 'object' && value !== null && MARKER in value && 'reveal' in value
}
