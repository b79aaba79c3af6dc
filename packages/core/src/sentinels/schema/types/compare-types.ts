import type { Dialect } from '../../../model/connection.ts'
import type { TypeVerdict } from '../../../model/type-verdict.ts'
import type { TypeComparison } from './compare-scalars.ts'
import { diffTypes } from './diff-types.ts'
import { typeOf } from './type-memory.ts'

/** Of several leaves the worst speaks for the column. What nobody can tell may be worse than a loss that is certain. */
const FROM_BEST_TO_WORST: readonly TypeVerdict[] = [
  'identical',
  'equivalent',
  'widening',
  'narrowing',
  'unknown',
  'incompatible',
]

/**
 * How the type of a whole column changed; of a nested type, the worst of its leaves. Texts are as the warehouse's catalog
 * spells them. Any text has an answer, and equal texts are `identical`, known type or not.
 */
export function compareTypes(before: string, after: string, dialect: Dialect): TypeComparison {
  if (before === after) return { verdict: 'identical', rule: 'the same text' }
  const differences = diffTypes(before, after, dialect)
  let worst = differences[0]
  if (worst === undefined) {
    return { verdict: 'equivalent', rule: `two spellings of ${typeOf(after, dialect).canonical}` }
  }
  for (const difference of differences) {
    const [is, was] = [difference, worst].map(({ verdict }) => FROM_BEST_TO_WORST.indexOf(verdict))
    if ((is ?? 0) > (was ?? 0)) worst = difference
  }
  const { path, verdict, rule } = worst
  return { verdict, rule: path === '' ? rule : `${path}: ${rule}` }
}

/**
 * One spelling for all equivalent spellings of a type. Of a type never seen: its text, with spaces and case normalised
 * outside quotes. For hashes and comparisons; people are shown the text as written.
 */
export function canonicalType(type: string, dialect: Dialect): string {
  return typeOf(type, dialect).canonical
}
