/** Code of the error in place of an answer that never came. */
export const NO_ANSWER = 'AEGIS_NO_ANSWER'

/** After these the server has closed the connection. */
const LAST_WORDS: readonly string[] = ['57P01', '57P02', '57P03', '57P05', '25P03', '25P04']

/**
 * Is the connection gone, or may it be? Everything that is no refusal of one statement by the server. Its severity is not asked:
 * it speaks the server's language.
 */
export function isConnectionLost(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('severity' in error) || !('code' in error)) return true
  const code = String(error.code)
  return LAST_WORDS.includes(code) || code.startsWith('08')
}

/** Resolves with the answer, or rejects when there was none in that many milliseconds: the network swallows it. */
export async function answered<T>(statement: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(Object.assign(new Error(`no answer in ${ms} ms`), { code: NO_ANSWER }))
    }, ms)
  })
  try {
    return await Promise.race([statement, silence])
  } finally {
    clearTimeout(timer)
  }
}
