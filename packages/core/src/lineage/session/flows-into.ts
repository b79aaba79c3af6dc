import type { LineageSource } from '../../ports/lineage-parser.ts'
import { composeFlows, type Flow, flowOf } from '../flow.ts'
import type { LineageTable } from '../resolve-name.ts'
import type { StatementPlace } from './entry.ts'
import type { SessionNames } from './session-names.ts'
import type { TemporaryTables } from './temporary-tables.ts'

/** A table that only its session sees, as the end of a flow. */
export function hiddenTable(name: string): LineageTable {
  return { ref: { catalog: '', schema: '', name }, key: `~${name}`, kind: 'table' }
}

/** The flows of one answer from real tables into `target`: those through a temporary table begin at what filled it. */
export function flowsInto(
  target: LineageTable,
  sources: readonly LineageSource[],
  place: StatementPlace,
  { temporaries, names }: { readonly temporaries: TemporaryTables; readonly names: SessionNames },
): readonly Flow[] {
  return sources.flatMap((seen, index): readonly Flow[] => {
    const id = `${place.id}.${index}`
    const through = temporaries.find(seen.name)
    if (through === null) {
      const source = names.tableOf(seen.name)
      return source === null ? [] : [flowOf(`${source.key}>${id}>${target.key}`, source, target, seen, place)]
    }
    const out = flowOf(id, { ...hiddenTable(through.name), ref: target.ref }, target, seen, place)
    return through.inputs.all().map((into) => composeFlows(`${into.id}>${id}>${target.key}`, into, out))
  })
}
