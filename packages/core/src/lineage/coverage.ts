import type { LineageCoverage } from '../model/lineage.ts'
import type { ParsedStatement } from '../ports/lineage-parser.ts'

const LONGEST_EXAMPLE = 200
/** Where it stopped differs from text to text; the reason is the same. */
const POSITION = / \(character \d+\)$/

export interface CoverageCounter {
  /** The answers to one text. `example` is shown to people: no literals in it. */
  countText(statements: readonly ParsedStatement[], example: string): void
  /** A text that could not even be read. */
  countHidden(reason: string): void
  countAmbiguous(example: string): void
  result(): LineageCoverage
}

export function countCoverage(): CoverageCounter {
  const reasons = new Map<string, { count: number; readonly example: string }>()
  const counts = { statements: 0, parsed: 0, irrelevant: 0, unparsed: 0, partial: 0, ambiguous: 0 }

  function note(reason: string, example: string): void {
    const known = reasons.get(reason)
    if (known !== undefined) known.count += 1
    else {
      const shown = example.length > LONGEST_EXAMPLE ? `${example.slice(0, LONGEST_EXAMPLE)}...` : example
      reasons.set(reason, { count: 1, example: shown })
    }
  }

  return {
    countText(statements, example) {
      let last = -1
      for (const statement of statements) {
        // A statement with several targets counts once.
        if (statement.index === last) continue
        last = statement.index
        counts.statements += 1
        counts[statement.status] += 1
        if (statement.status === 'unparsed') note(statement.reason.replace(POSITION, ''), example)
        if (statement.status !== 'parsed' || !statement.partial) continue
        counts.partial += 1
        note('understood in part; may lack tables', example)
      }
    },
    countHidden(reason) {
      counts.statements += 1
      counts.unparsed += 1
      note(reason, '')
    },
    countAmbiguous(example) {
      counts.ambiguous += 1
      note('a table name without a schema fits no table or several', example)
    },
    result() {
      const sorted = [...reasons].map(([reason, { count, example }]) => ({ reason, count, example }))
      return { ...counts, problems: [], reasons: sorted.sort((a, b) => b.count - a.count) }
    },
  }
}
