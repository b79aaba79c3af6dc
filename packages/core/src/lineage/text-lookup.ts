/** What belongs to a text, found by the whole text. */
export interface TextLookup<Value> {
  get(text: string): Value | undefined
  set(text: string, value: Value): void
}

interface Kept<Value> {
  readonly text: string
  readonly value: Value
}

const SAMPLES = 16
/** Texts that look alike by their samples and are compared one by one. */
const MOST_ALIKE = 4

/** Length and some characters: a Map would go through all of them, each time, for a text it has never seen before. */
function sampled(text: string): number {
  const { length } = text
  const step = length > SAMPLES ? Math.trunc(length / SAMPLES) : 1
  let hash = length
  for (let place = length - 1; place >= 0; place -= step)
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x5bd1e995)
  return (hash ^ (hash >>> 15)) & 0x3fffffff
}

/** Holds at most `most` texts, and begins anew when there are more. */
export function textLookup<Value>(most: number): TextLookup<Value> {
  const byText = new Map<string, Value>()
  const bySample = new Map<number, Kept<Value>[]>()

  function keep(text: string, value: Value): void {
    const sample = sampled(text)
    const alike = bySample.get(sample)
    if (alike === undefined) bySample.set(sample, [{ text, value }])
    else if (alike.length < MOST_ALIKE) alike.push({ text, value })
  }

  return {
    get(text) {
      const alike = bySample.get(sampled(text))
      if (alike === undefined) return undefined
      for (const kept of alike) if (kept.text === text) return kept.value
      return alike.length < MOST_ALIKE ? undefined : byText.get(text)
    },
    set(text, value) {
      if (byText.size >= most) {
        byText.clear()
        bySample.clear()
      }
      byText.set(text, value)
      keep(text, value)
    },
  }
}
