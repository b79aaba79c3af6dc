import type { SqlDialectTraits } from '../dialect-traits.ts'

/** What retention took away, by kind: the time before which something was pruned. */
export function pruningSchema({ columnTypes }: SqlDialectTraits): readonly string[] {
  const { text, time, tableOptions } = columnTypes
  return [
    `create table pruned (\n  kind ${text} primary key,\n  pruned_before ${time} not null\n)${tableOptions}`,
  ]
}
