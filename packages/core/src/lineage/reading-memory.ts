import { recentKeys } from './recent-keys.ts'

/**
 * What earlier readings of the log had already met: entries, so that a window that overlaps the last one counts no run
 * twice, and texts, so that the coverage counts no statement twice. Kept beside the cursor.
 */
export interface ReadingMemory {
  /**
   * `known`: an earlier reading counted it; `repeated`: this reading met it already. `at`: milliseconds since the epoch.
   */
  meetEntry(id: string, at: number): 'new' | 'known' | 'repeated'
  /** The entry is left for the next reading: it was not met. */
  forgetEntry(id: string, at: number): void
  /** Whether this text was not met before; it is now. */
  isNewText(queryHash: string): boolean
  /**
   * What to keep: entries since `since` (milliseconds) and all texts, the newest where there are too many. Of a log
   * that was not read to its end the entries of before stay too.
   */
  save(since: number, isComplete: boolean): string
}

const FORMAT = 'v2'
const MOST_ENTRIES = 20_000
const MOST_TEXTS = 20_000

/** 53 bits of an entry: far apart enough for those of some hours. */
function digest(id: string, at: number): number {
  const low = at | 0
  let a = Math.imul(0xdeadbeef ^ low, 2_654_435_761)
  let b = Math.imul(0x41c6ce57 ^ low ^ ((at / 4_294_967_296) | 0), 1_597_334_677)
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index)
    a = Math.imul(a ^ code, 2_654_435_761)
    b = Math.imul(b ^ code, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  return 4_294_967_296 * (2_097_151 & b) + (a >>> 0)
}

function words(line: string | undefined): readonly string[] {
  return line === undefined || line === '' ? [] : line.split(' ')
}

/** Memory as it was saved; null or unreadable: none. */
export function readingMemory(saved: string | null): ReadingMemory {
  const [format, entryLine, textLine] = (saved ?? '').split('\n')
  const isReadable = format === FORMAT
  const before = new Set((isReadable ? words(entryLine) : []).map((word) => Number.parseInt(word, 36)))
  const texts = new Set(isReadable ? words(textLine) : [])
  const met = recentKeys()
  const forgotten = new Set<number>()

  return {
    meetEntry(id, at) {
      const key = digest(id, at)
      if (!met.add(key, at)) return 'repeated'
      return before.size > 0 && before.has(key) ? 'known' : 'new'
    },
    forgetEntry: (id, at) => void forgotten.add(digest(id, at)),
    isNewText(queryHash) {
      const key = queryHash.slice(0, 12)
      if (texts.has(key)) return false
      texts.add(key)
      return true
    },
    save(since, isComplete) {
      const keys = new Set([...met.newest(since, MOST_ENTRIES), ...(isComplete ? [] : before)])
      const entries = [...keys]
        .filter((key) => !forgotten.has(key))
        .slice(0, MOST_ENTRIES)
        .map((key) => key.toString(36))
      return [FORMAT, entries.join(' '), [...texts].slice(-MOST_TEXTS).join(' ')].join('\n')
    },
  }
}
