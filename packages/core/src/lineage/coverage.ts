import type { LineageCoverage } from '../model/lineage.ts'
import type { ParsedStatement } from '../ports/lineage-parser.ts'

const LONGEST_EXAMPLE = 200
const MOST_REASONS = 100
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

export const NO_COVERAGE: LineageCoverage = {
  statements: 0,
  parsed: 0,
  irrelevant: 0,
  unparsed: 0,
  partial: 0,
  ambiguous: 0,
  problems: [],
  reasons: [],
}

type Reasons = LineageCoverage['reasons']

function mostFrequent(reasons: Reasons): Reasons {
  return reasons.toSorted((a, b) => b.count - a.count).slice(0, MOST_REASONS)
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
      return { ...counts, problems: [], reasons: mostFrequent(sorted) }
    },
  }
}

/**
 * The coverage of several readings that share no text: counts add up, problems and the comparison are those of the
 * newest.
 */
export function addCoverage(before: LineageCoverage, newest: LineageCoverage): LineageCoverage {
  const reasons = new Map(before.reasons.map((reason) => [reason.reason, reason]))
  for (const { reason, count, example } of newest.reasons) {
    const known = reasons.get(reason)
    const shown = known === undefined || known.example === '' ? example : known.example
    reasons.set(reason, { reason, count: count + (known?.count ?? 0), example: shown })
  }
  return {
    statements: before.statements + newest.statements,
    parsed: before.parsed + newest.parsed,
    irrelevant: before.irrelevant + newest.irrelevant,
    unparsed: before.unparsed + newest.unparsed,
    partial: before.partial + newest.partial,
    ambiguous: before.ambiguous + newest.ambiguous,
    problems: newest.problems,
    reasons: mostFrequent([...reasons.values()]),
    comparedWithNative: newest.comparedWithNative ?? before.comparedWithNative,
  }
}
