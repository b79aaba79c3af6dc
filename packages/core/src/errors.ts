/** Closed: every error of Aegis carries one of these. */
export type AegisErrorCode =
  /** The configuration or an argument is wrong; the message names the field. */
  | 'CONFIG_INVALID'
  /** The name or id given is not known. */
  | 'NOT_FOUND'
  /** A name fits several tables; the message lists them. */
  | 'AMBIGUOUS'
  /** The warehouse did not answer as it should; see `AdapterError.failure`. */
  | 'ADAPTER_FAILED'
  /** A language model gave no answer; see `ModelError.failure`. */
  | 'MODEL_FAILED'
  | 'STORE_FAILED'
  /** The store's schema was changed by someone else, or is newer than this version. */
  | 'STORE_INCOMPATIBLE'
  | 'UNSUPPORTED'
  | 'ABORTED'
  /** The incident cannot make this move from where it is. */
  | 'ILLEGAL_STATE'
  /** Somebody else changed it first; load it again. */
  | 'CONFLICT'
  /** A secret is to be kept or read, and the store was opened without an encryption key. */
  | 'ENCRYPTION_KEY_MISSING'
  /** The encryption keys given are not those that the store's secrets are sealed with. Nothing was written. */
  | 'ENCRYPTION_KEY_WRONG'
  /** A sealed value was changed, cut or moved to another place. */
  | 'SECRET_UNREADABLE'

export type AdapterFailure =
  | 'network'
  | 'tls'
  | 'timeout'
  | 'credentials'
  | 'forbidden'
  | 'not_found'
  | 'invalid_input'
  | 'rate_limited'
  | 'quota'
  | 'aborted'
  /** The adapter broke its own contract; never the warehouse's fault. */
  | 'contract'
  | 'other'

/** Why a language model gave no answer. */
export type ModelFailure =
  /** The attempt took longer than it may. */
  | 'timeout'
  | 'rate_limited'
  /** No connection, a server error, or an answer that is none of the API. */
  | 'unavailable'
  /** The model declined to answer. */
  | 'refused'
  /** The answer reached its longest length before its end. */
  | 'truncated'
  /** The key is missing, wrong, or may not use this model. */
  | 'credentials'
  | 'invalid_request'
  | 'aborted'
  | 'other'

export interface AegisErrorOptions {
  readonly retryable?: boolean
  readonly cause?: unknown
}

const MARKER = Symbol.for('aegis.error')
const ADAPTER_MARKER = Symbol.for('aegis.error.adapter')
const MODEL_MARKER = Symbol.for('aegis.error.model')

function mark(error: object, symbol: symbol): void {
  Object.defineProperty(error, symbol, { value: true })
}

function isMarked(value: unknown, symbol: symbol): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, symbol)
}

/** The base of every error that Aegis throws. The message says what is wrong, where, and what to do. */
export class AegisError extends Error {
  readonly code: AegisErrorCode
  /** Trying again later may succeed without any change. */
  readonly retryable: boolean

  constructor(code: AegisErrorCode, message: string, options: AegisErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AegisError'
    this.code = code
    this.retryable = options.retryable ?? false
    mark(this, MARKER)
  }

  /** True also for errors of another copy of this package. */
  static isInstance(value: unknown): value is AegisError {
    return isMarked(value, MARKER)
  }
}

const RETRYABLE: ReadonlySet<AdapterFailure> = new Set(['network', 'timeout', 'rate_limited'])

export interface AdapterErrorOptions {
  readonly adapter: string
  readonly failure: AdapterFailure
  /** The driver's or the server's own code, e.g. SQLSTATE `28P01`. */
  readonly driverCode?: string | undefined
  readonly cause?: unknown
}

/** A warehouse that does not answer. */
export class AdapterError extends AegisError {
  readonly adapter: string
  readonly failure: AdapterFailure
  readonly driverCode: string | null

  constructor(message: string, options: AdapterErrorOptions) {
    super(options.failure === 'aborted' ? 'ABORTED' : 'ADAPTER_FAILED', message, {
      retryable: RETRYABLE.has(options.failure),
      cause: options.cause,
    })
    this.name = 'AdapterError'
    this.adapter = options.adapter
    this.failure = options.failure
    this.driverCode = options.driverCode ?? null
    mark(this, ADAPTER_MARKER)
  }

  static override isInstance(value: unknown): value is AdapterError {
    return isMarked(value, ADAPTER_MARKER)
  }
}

const MODEL_RETRYABLE: ReadonlySet<ModelFailure> = new Set(['timeout', 'rate_limited', 'unavailable'])

export interface ModelErrorOptions {
  /** The name of the `LanguageModel`. */
  readonly model: string
  readonly failure: ModelFailure
  /** How long the service asks to wait, in milliseconds; absent: it does not say. */
  readonly retryAfterMs?: number | undefined
  /** What the failed call used; absent: not known. */
  readonly usage?: { readonly inputTokens: number; readonly outputTokens: number } | undefined
  readonly cause?: unknown
}

/** A language model that gave no answer. The message holds no key and no prompt. */
export class ModelError extends AegisError {
  readonly model: string
  readonly failure: ModelFailure
  /** Milliseconds that the service asks to wait; null: it does not say. */
  readonly retryAfterMs: number | null
  /** What the failed call used; null: not known. */
  readonly usage: { readonly inputTokens: number; readonly outputTokens: number } | null

  constructor(message: string, options: ModelErrorOptions) {
    super(options.failure === 'aborted' ? 'ABORTED' : 'MODEL_FAILED', message, {
      retryable: MODEL_RETRYABLE.has(options.failure),
      cause: options.cause,
    })
    this.name = 'ModelError'
    this.model = options.model
    this.failure = options.failure
    this.retryAfterMs = options.retryAfterMs ?? null
    this.usage = options.usage ?? null
    mark(this, MODEL_MARKER)
  }

  static override isInstance(value: unknown): value is ModelError {
    return isMarked(value, MODEL_MARKER)
  }
}
