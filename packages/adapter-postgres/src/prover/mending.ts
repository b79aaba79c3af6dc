import { type Refusal, type Shadow, tryToRun } from './shadow.ts'

/** Makes what a statement misses in the shadow. */
export interface Mender {
  /** false: the refusal is about something else. */
  mend(refusal: Refusal, statement: string): Promise<boolean>
}

/** How many things one statement may miss. */
const MOST_MENDS = 200

/** Runs a statement again and again while what it misses can be made. null: it ran. */
export async function runMending(
  shadow: Shadow,
  statement: string,
  menders: readonly Mender[],
): Promise<Refusal | null> {
  for (let left = MOST_MENDS; ; left -= 1) {
    const refusal = await tryToRun(shadow, statement)
    if (refusal === null || left === 0) return refusal
    let mended = false
    for (const mender of menders) {
      mended = await mender.mend(refusal, statement)
      if (mended) break
    }
    if (!mended) return refusal
  }
}
