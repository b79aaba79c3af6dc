import { AdapterError } from '@aegis/core'
import type { ClientLike } from './client.ts'
import { type Connections, cancelBackend } from './connections.ts'

/** Milliseconds that a cancelled statement has to end before its connection is given up. */
const CANCEL_GRACE_MS = 2000
/** Milliseconds past its own limit after which a statement without an answer is given up: the server is gone. */
const SILENCE_GRACE_MS = 5000

/** Takes a connection, unless the wait is aborted or too long; one that comes late goes back. */
export function takeConnection(
  connecting: Promise<ClientLike>,
  signal: AbortSignal | undefined,
): Promise<ClientLike> {
  if (signal === undefined) return connecting
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason)
      connecting.then(
        (late) => late.release(),
        () => undefined,
      )
    }
    signal.addEventListener('abort', onAbort, { once: true })
    connecting.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
    if (signal.aborted) onAbort()
  })
}

/** Watches over the statements of one connection, one at a time. */
export interface Interruption {
  /** The connection must not be used any more: something may still run on it. */
  readonly isBroken: boolean
  /** A cancel was sent, and may arrive late. */
  readonly wasCancelled: boolean
  /** Ends with the statement, or when it is given up. */
  guard<T>(statement: Promise<T>, timeoutMs: number): Promise<T>
  setPid(pid: number | null): void
  /** To be called before the connection goes back: no cancel of ours is then on its way to it. */
  finish(): Promise<void>
}

export function watchOver(
  connections: Connections,
  doing: string,
  signal: AbortSignal | undefined,
): Interruption {
  let pid: number | null = null
  let isBroken = false
  let isFinished = false
  let wasCancelled = false
  let cancelling: Promise<void> | null = null
  let giveUp: ((error: unknown) => void) | null = null
  let grace: NodeJS.Timeout | undefined

  function abandon(error: unknown): void {
    if (giveUp === null) return
    isBroken = true
    giveUp(error)
  }

  async function cancel(target: number): Promise<void> {
    const aside = await connections.connectAside()
    // While we waited the statement may have ended; the process then serves somebody else. A broken one serves nobody.
    if (isFinished && !isBroken) {
      aside.release()
      return
    }
    wasCancelled = true
    const asking = cancelBackend(aside, target)
    cancelling = asking
    try {
      await asking
      aside.release()
    } catch {
      aside.release(true)
    }
  }

  const onAbort = (): void => {
    if (pid !== null) cancel(pid).catch(() => undefined)
    grace = setTimeout(() => abandon(signal?.reason), pid === null ? 0 : CANCEL_GRACE_MS)
  }
  signal?.addEventListener('abort', onAbort, { once: true })

  return {
    get isBroken(): boolean {
      return isBroken
    },
    get wasCancelled(): boolean {
      return wasCancelled
    },
    setPid(found): void {
      pid = found
    },
    async guard<T>(statement: Promise<T>, timeoutMs: number): Promise<T> {
      const givenUp = new Promise<never>((_resolve, reject) => {
        giveUp = reject
      })
      const silence = setTimeout(() => {
        const message = `PostgreSQL: ${doing} got no answer in ${timeoutMs + SILENCE_GRACE_MS} ms, and the connection was given up. Check the network to the server.`
        abandon(new AdapterError(message, { adapter: 'postgresql', failure: 'timeout' }))
      }, timeoutMs + SILENCE_GRACE_MS)
      try {
        return await Promise.race([statement, givenUp])
      } finally {
        giveUp = null
        clearTimeout(silence)
      }
    },
    async finish(): Promise<void> {
      isFinished = true
      signal?.removeEventListener('abort', onAbort)
      clearTimeout(grace)
      if (!isBroken) await cancelling?.catch(() => undefined)
    },
  }
}
