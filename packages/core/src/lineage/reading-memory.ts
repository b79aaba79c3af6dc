/**
 * What earlier readings of the log had already met: entries, so that a window that overlaps the last one counts no run
 * twice, and texts, so that the coverage counts no statement twice. Kept beside the cursor.
 */
export interface ReadingMemory {
  /**
   * `known`: an earlier reading counted it; `repeated`: this reading met it already. `at`: milliseconds since the epoch.
   */
  meetEntry(id: string, at: number): 'new' | 'known' | 'repeated'
  /** Whether this text was not met before; it is now. */
  isNewText(queryHash: string): boolean
  /**
   * What to keep: entries since `since` (milliseconds) and all texts, the newest where there are too many. Of a log
   * that was not read to its end the entries of before stay too.
   */
  save(since: number, isComplete: boolean): string
}

const MOST_ENTRIES = 20_000
const MOST_TEXTS = 20_000
/** Entries of one reading that a repetition is looked for in; a log repeats itself at the edges of its pages. */
const GENERATION = 100_000

/** 53 bits of a text: far apart enough for the entries of some hours. */
function digest(text: string): string {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    a = Math.imul(a ^ code, 2_654_435_761)
    b = Math.imul(b ^ code, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  return (4_294_967_296 * (2_097_151 & b) + (a >>> 0)).toString(36)
}

function words(line: string | undefined): readonly string[] {
  return line === undefined || line === '' ? [] : line.split(' ')
}

/** Memory as it was saved; null or unreadable: none. */
export function readingMemory(saved: string | null): ReadingMemory {
  const [format, entryLine, textLine] = (saved ?? '').split('\n')
  const isReadable = format === 'v1'
  const before = new Set(isReadable ? words(entryLine) : [])
  const texts = new Set(isReadable ? words(textLine) : [])
  let older = new Map<string, number>()
  let newer = new Map<string, number>()

  return {
    meetEntry(id, at) {
      const key = digest(`${id}\n${at}`)
      if (newer.has(key) || older.has(key)) return 'repeated'
      if (newer.size >= GENERATION) {
        older = newer
        newer = new Map()
      }
      newer.set(key, at)
      return before.has(key) ? 'known' : 'new'
    },
    isNewText(queryHash) {
      const key = queryHash.slice(0, 12)
      if (texts.has(key)) return false
      texts.add(key)
      return true
    },
    save(since, isComplete) {
      const recent = [...older, ...newer].filter(([, at]) => at >= since).sort(([, a], [, b]) => b - a)
      const keys = new Set([...recent.map(([key]) => key), ...(isComplete ? [] : before)])
      const entries = [...keys].slice(0, MOST_ENTRIES)
      return ['v1', entries.join(' '), [...texts].slice(-MOST_TEXTS).join(' ')].join('\n')
    },
  }
}
