/** How values of a result are read: by the type's OID, from the server's text. */
export interface ValueParsers {
  getTypeParser(oid: number): (text: string) => unknown
}

/** One statement, in the form that `pg` takes. Without values it may be several, separated by `;`. */
export interface StatementConfig {
  text: string
  values?: unknown[]
  types?: ValueParsers
}

export interface StatementResult {
  readonly command: string
  readonly rowCount: number | null
  readonly rows: unknown[]
}

/** The part of a `pg` client that the store uses. */
export interface ClientLike {
  query(config: StatementConfig): Promise<StatementResult | readonly StatementResult[]>
  /** `true` closes the connection instead of giving it back. */
  release(destroy?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** The part of a `pg` pool that the store uses. An injected one belongs to the caller and is never closed here. */
export interface PoolLike {
  connect(): Promise<ClientLike>
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}
