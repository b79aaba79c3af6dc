import * as z from 'zod'
import type { ColumnPair, LineageEdgeDraft, LineageNodeKind } from '../../model/lineage.ts'
import type { TableRef } from '../../model/table.ts'
import type { IdentifierRules } from '../../ports/identifiers.ts'

export interface FromOpenLineageOptions {
  /** The connection's rules for names. */
  readonly identifiers: IdentifierRules
  /** Namespace whose datasets are tables of the connection; datasets of others are files. */
  readonly namespace: string
}

export interface FromOpenLineageResult {
  readonly edges: readonly LineageEdgeDraft[]
  /** Events that could not be used, and why. `index`: their place in the input, 0-based. */
  readonly rejected: readonly { readonly index: number; readonly reason: string }[]
}

const inputField = z.object({ namespace: z.string(), name: z.string(), field: z.string() })

const dataset = z.object({
  namespace: z.string(),
  name: z.string(),
  facets: z
    .object({
      symlinks: z
        .object({
          identifiers: z
            .array(z.object({ namespace: z.string(), name: z.string(), type: z.string() }))
            .optional(),
        })
        .optional(),
      datasetType: z.object({ datasetType: z.string() }).optional(),
      columnLineage: z
        .object({
          fields: z.record(z.string(), z.object({ inputFields: z.array(inputField) })),
          dataset: z.array(inputField).optional(),
        })
        .optional(),
    })
    .optional(),
})

const event = z.object({
  eventTime: z.iso.datetime({ offset: true }),
  eventType: z.string().optional(),
  job: z.object({ namespace: z.string(), name: z.string() }).optional(),
  inputs: z.array(dataset).optional(),
  outputs: z.array(dataset).optional(),
})

type Dataset = z.infer<typeof dataset>

interface Node {
  readonly key: string
  readonly ref: TableRef
  readonly kind: LineageNodeKind
}

/** Only a run that came to its end moved its data; an event without a type is a job's. */
const USED_TYPES: ReadonlySet<string | undefined> = new Set([undefined, 'COMPLETE'])

/** Names are stored ones, so that nothing is folded. null: not a name of one to three parts. */
function tableRef(name: string, identifiers: IdentifierRules): TableRef | null {
  const parts = identifiers.parse(name)
  if (parts === null) return null
  const exact = parts.map(({ text }) => ({ text, quoted: true }))
  return identifiers.resolve(exact, { defaultCatalog: null, searchPath: [] })
}

function nodeOf({ namespace, name, facets }: Dataset, options: FromOpenLineageOptions): Node | null {
  const fileNode = (text: string, kind: LineageNodeKind): Node => ({
    key: text,
    ref: { catalog: '', schema: '', name: text },
    kind,
  })
  if (namespace !== options.namespace) return fileNode(`${namespace}/${name.replace(/^\//, '')}`, 'path')
  if (name.startsWith('@')) return fileNode(name, 'stage')
  if (facets?.datasetType?.datasetType === 'FILE') return fileNode(name, 'path')
  const alias = facets?.symlinks?.identifiers?.find(
    (each) => each.namespace === namespace && each.type === 'TABLE',
  )
  const ref = tableRef(alias?.name ?? name, options.identifiers)
  return ref === null ? null : { key: options.identifiers.key(ref), ref, kind: 'table' }
}

function edgesOf(
  inputs: readonly (readonly [Dataset, Node])[],
  output: readonly [Dataset, Node],
  seenAt: Date,
): readonly LineageEdgeDraft[] {
  const [{ facets }, target] = output
  const lineage = facets?.columnLineage
  return inputs.flatMap(([input, source]): readonly LineageEdgeDraft[] => {
    if (source.key === target.key) return []
    const isFrom = (field: { readonly namespace: string; readonly name: string }): boolean =>
      field.namespace === input.namespace && field.name === input.name
    const columns = Object.entries(lineage?.fields ?? {}).flatMap(([to, { inputFields }]): ColumnPair[] =>
      inputFields.filter(isFrom).map(({ field }) => ({ source: field, target: to })),
    )
    const used = (lineage?.dataset ?? []).filter(isFrom).map(({ field }) => field)
    return [
      {
        source: source.key,
        target: target.key,
        sourceRef: source.ref,
        targetRef: target.ref,
        sourceKind: source.kind,
        targetKind: target.kind,
        relationship: 'direct',
        confidence: 1,
        queryHash: '',
        origin: 'native',
        columns,
        usedColumns: [...new Set(used)],
        columnsComplete: false,
        observations: 1,
        seenAt,
      },
    ]
  })
}

function readEvent(raw: unknown, options: FromOpenLineageOptions): readonly LineageEdgeDraft[] | string {
  const parsed = event.safeParse(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return `not an OpenLineage event: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim()
  }
  const { eventType, eventTime, inputs = [], outputs = [] } = parsed.data
  if (!USED_TYPES.has(eventType)) return `a run that is not complete: eventType ${eventType}`
  const named = (datasets: readonly Dataset[]): readonly (readonly [Dataset, Node])[] | string => {
    const nodes: (readonly [Dataset, Node])[] = []
    for (const each of datasets) {
      const node = nodeOf(each, options)
      if (node === null) return `the dataset name "${each.name}" is not a table's name with its schema`
      nodes.push([each, node])
    }
    return nodes
  }
  const sources = named(inputs)
  const targets = named(outputs)
  if (typeof sources === 'string') return sources
  if (typeof targets === 'string') return targets
  return targets.flatMap((target) => edgesOf(sources, target, new Date(eventTime)))
}

/**
 * OpenLineage events to edges. A dataset of the connection's namespace is a table, another a path. An event that cannot
 * be used is told with its reason; the others go on. Never throws on input.
 */
export function fromOpenLineage(
  events: readonly unknown[],
  options: FromOpenLineageOptions,
): FromOpenLineageResult {
  const edges: LineageEdgeDraft[] = []
  const rejected: { readonly index: number; readonly reason: string }[] = []
  for (const [index, raw] of events.entries()) {
    const read = readEvent(raw, options)
    if (typeof read === 'string') rejected.push({ index, reason: read })
    else edges.push(...read)
  }
  return { edges, rejected }
}
