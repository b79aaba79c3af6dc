/** The parts of OpenLineage 2-0-2 that Aegis writes. Field names are the specification's. */

interface Facet {
  readonly _producer: string
  readonly _schemaURL: string
}

interface Transformation {
  readonly type: 'DIRECT' | 'INDIRECT'
  readonly subtype?: string | undefined
}

export interface OpenLineageInputField {
  readonly namespace: string
  readonly name: string
  readonly field: string
  readonly transformations?: readonly Transformation[] | undefined
}

export interface ColumnLineageFacet extends Facet {
  readonly fields: Readonly<Record<string, { readonly inputFields: readonly OpenLineageInputField[] }>>
  /** Columns that decide about whole rows: joined, filtered, grouped or ordered by. */
  readonly dataset?: readonly OpenLineageInputField[] | undefined
}

interface SymlinksFacet extends Facet {
  readonly identifiers: readonly {
    readonly namespace: string
    readonly name: string
    readonly type: string
  }[]
}

interface SchemaFacet extends Facet {
  readonly fields: readonly { readonly name: string; readonly type?: string | undefined }[]
}

interface DatasetTypeFacet extends Facet {
  readonly datasetType: string
}

export interface OpenLineageDataset {
  readonly namespace: string
  readonly name: string
  readonly facets: {
    readonly schema?: SchemaFacet | undefined
    readonly symlinks?: SymlinksFacet | undefined
    readonly datasetType?: DatasetTypeFacet | undefined
    readonly columnLineage?: ColumnLineageFacet | undefined
  }
}

interface OpenLineageJob {
  readonly namespace: string
  readonly name: string
  readonly facets: Readonly<Record<string, Facet>>
}

interface Event {
  readonly eventTime: string
  readonly producer: string
  readonly schemaURL: string
  readonly job: OpenLineageJob
  readonly inputs: readonly OpenLineageDataset[]
  readonly outputs: readonly OpenLineageDataset[]
}

/** A statement that ran. */
interface OpenLineageRunEvent extends Event {
  readonly eventType: 'COMPLETE'
  readonly run: { readonly runId: string; readonly facets: Readonly<Record<string, Facet>> }
}

/** What stands without running: a view, or what the warehouse reports itself. */
type OpenLineageJobEvent = Event

export type OpenLineageEvent = OpenLineageRunEvent | OpenLineageJobEvent
