import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { LineageEdge, LineageNodeKind } from '../../model/lineage.ts'
import type { Column, TableRef } from '../../model/table.ts'
import type {
  ColumnLineageFacet,
  OpenLineageDataset,
  OpenLineageEvent,
  OpenLineageInputField,
} from './events.ts'

export interface ToOpenLineageOptions {
  /** Namespace of the tables and jobs, such as `postgres://host:5432`. */
  readonly namespace: string
  /** URI of the software that speaks. */
  readonly producer: string
  /** Time of the events of what stands without running. */
  readonly now: Date
  /** Columns of a table, for its schema facet; absent or null: not known. */
  readonly columnsOf?: ((table: string) => readonly Column[] | null) | undefined
}

type Ending = Pick<
  LineageEdge,
  | 'source'
  | 'target'
  | 'sourceRef'
  | 'targetRef'
  | 'sourceKind'
  | 'targetKind'
  | 'queryHash'
  | 'origin'
  | 'relationship'
  | 'columns'
  | 'usedColumns'
  | 'lastSeenAt'
>

const SPEC = 'https://openlineage.io/spec'
const EVENT = `${SPEC}/2-0-2/OpenLineage.json`

function facetUrl(version: string, name: string): string {
  return `${SPEC}/facets/${version}/${name}.json#/$defs/${name}`
}

/** A UUID that is the same for the same text, so that an event sent twice is one run. */
function uuidOf(text: string): string {
  const hex = bytesToHex(sha256(utf8ToBytes(text)))
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`]
  return [...parts, hex.slice(20, 32)].join('-')
}

/** OpenLineage names a table by its stored parts, without quotes. */
function datasetName({ catalog, schema, name }: TableRef): string {
  return [catalog, schema, name].filter((part) => part !== '').join('.')
}

const FILES = /^([a-z][a-z0-9+.-]*:\/\/[^/]+)\/?(.*)$/i

interface DatasetId {
  readonly namespace: string
  readonly name: string
}

/** A file has the namespace of its own store; a table the connection's. */
function datasetId(ref: TableRef, kind: LineageNodeKind, namespace: string): DatasetId {
  const [, store, path] = kind === 'path' ? (FILES.exec(ref.name) ?? []) : []
  if (store !== undefined) return { namespace: store, name: path === undefined || path === '' ? '/' : path }
  return { namespace, name: datasetName(ref) }
}

function columnLineage(
  edges: readonly Ending[],
  { namespace, producer }: ToOpenLineageOptions,
): ColumnLineageFacet | undefined {
  const fields = new Map<string, OpenLineageInputField[]>()
  const dataset: OpenLineageInputField[] = []
  for (const { sourceRef, sourceKind, columns, usedColumns, relationship } of edges) {
    const id = datasetId(sourceRef, sourceKind, namespace)
    // Whether a column is copied as it is, nobody looked; that it is aggregated is known of the table as a whole.
    const subtype = relationship === 'aggregated' ? {} : { subtype: 'TRANSFORMATION' }
    for (const { source, target } of columns) {
      const inputs = fields.get(target) ?? []
      fields.set(target, inputs)
      inputs.push({ ...id, field: source, transformations: [{ type: 'DIRECT', ...subtype }] })
    }
    for (const field of usedColumns) dataset.push({ ...id, field, transformations: [{ type: 'INDIRECT' }] })
  }
  if (fields.size === 0 && dataset.length === 0) return undefined
  return {
    _producer: producer,
    _schemaURL: facetUrl('1-2-0', 'ColumnLineageDatasetFacet'),
    fields: Object.fromEntries([...fields].map(([target, inputFields]) => [target, { inputFields }])),
    ...(dataset.length === 0 ? {} : { dataset }),
  }
}

function datasetOf(
  node: { readonly key: string; readonly ref: TableRef; readonly kind: LineageNodeKind },
  options: ToOpenLineageOptions,
  lineage?: ColumnLineageFacet,
): OpenLineageDataset {
  const { namespace, producer, columnsOf } = options
  const id = datasetId(node.ref, node.kind, namespace)
  const columns = node.kind === 'table' ? (columnsOf?.(node.key) ?? null) : null
  const fields = columns?.map(({ name, type, ordinal }) => ({ name, type, ordinal_position: ordinal }))
  const facet = (version: string, name: string) => ({
    _producer: producer,
    _schemaURL: facetUrl(version, name),
  })
  // Quoted, the name of a table can differ from its parts joined by dots: the key says which parts there are.
  const symlinks = {
    ...facet('1-0-1', 'SymlinksDatasetFacet'),
    identifiers: [{ namespace, name: node.key, type: 'TABLE' }],
  }
  return {
    ...id,
    facets: {
      ...(fields === undefined ? {} : { schema: { ...facet('1-2-0', 'SchemaDatasetFacet'), fields } }),
      ...(node.kind === 'table' && node.key !== id.name ? { symlinks } : {}),
      ...(node.kind === 'table'
        ? {}
        : { datasetType: { ...facet('1-0-1', 'DatasetTypeDatasetFacet'), datasetType: 'FILE' } }),
      ...(lineage === undefined ? {} : { columnLineage: lineage }),
    },
  }
}

function eventOf(edges: readonly Ending[], options: ToOpenLineageOptions): OpenLineageEvent | null {
  const [first] = edges
  if (first === undefined) return null
  const { namespace, producer, now } = options
  const { origin, queryHash, target, targetRef, targetKind } = first
  const isRun = origin === 'query_log'
  const seen = Math.max(...edges.map(({ lastSeenAt }) => lastSeenAt.getTime()))
  const inputs = new Map(
    edges.map(({ source, sourceRef, sourceKind }) => [
      source,
      datasetOf({ key: source, ref: sourceRef, kind: sourceKind }, options),
    ]),
  )
  const name = `${origin}.${target}${queryHash === '' ? '' : `.${queryHash.slice(0, 16)}`}`
  const jobType = {
    _producer: producer,
    _schemaURL: facetUrl('2-0-4', 'JobTypeJobFacet'),
    processingType: 'BATCH',
    integration: 'AEGIS',
    jobType: isRun ? 'QUERY' : 'VIEW',
  }
  const event = {
    eventTime: (isRun ? new Date(seen) : now).toISOString(),
    producer,
    schemaURL: `${EVENT}#/$defs/${isRun ? 'RunEvent' : 'JobEvent'}`,
    job: { namespace, name, facets: { jobType } },
    inputs: [...inputs.values()],
    outputs: [
      datasetOf({ key: target, ref: targetRef, kind: targetKind }, options, columnLineage(edges, options)),
    ],
  }
  if (!isRun) return event
  const runId = uuidOf(JSON.stringify([namespace, name, seen]))
  return { ...event, eventType: 'COMPLETE', run: { runId, facets: {} } }
}

/**
 * Standing edges as OpenLineage events: one for each statement and target. What ran is a RunEvent (COMPLETE), at the
 * time it was last seen; what stands, such as a view, is a JobEvent. Edges that ended are left out. Pure: the same
 * edges give the same run ids.
 */
export function toOpenLineage(
  edges: readonly LineageEdge[],
  options: ToOpenLineageOptions,
): readonly OpenLineageEvent[] {
  const standing = edges.filter(({ closedAt }) => closedAt === null)
  const byStatement = Map.groupBy(standing, ({ target, queryHash, origin }) =>
    JSON.stringify([target, queryHash, origin]),
  )
  return [...byStatement.values()].flatMap((group) => eventOf(group, options) ?? [])
}
