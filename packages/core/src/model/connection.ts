/** SQL dialect of a warehouse. The four named ones come with Aegis; any other word is an adapter's own. */
export type Dialect = 'postgresql' | 'snowflake' | 'bigquery' | 'databricks' | (string & {})

/** A warehouse that Aegis watches. */
export interface Connection {
  readonly id: number
  /** Unique; chosen by the user. */
  readonly name: string
  readonly dialect: Dialect
  /** The store keeps its URI, sealed; false: it is opened in code. */
  readonly hasUri: boolean
  /** Where the stored URI leads, e.g. `db.example.com:5432/shop`; null: there is none, or it does not say. */
  readonly target: string | null
  readonly isActive: boolean
  /** Scan cycles in a row that could not reach the warehouse; 0 while it answers. */
  readonly failedCycles: number
  /** What the last failed cycle said; null while the warehouse answers. */
  readonly lastError: string | null
  readonly createdAt: Date
  readonly updatedAt: Date
}
