/** One statement, in the form that `pg` takes. */
export interface Query {
  readonly text: string
  readonly values?: readonly unknown[] | undefined
}

/** The part of a `pg` client that the adapter uses. */
export interface ClientLike {
  query(config: {
    text: string
    values?: unknown[]
    types?: { getTypeParser(): (value: string) => unknown }
  }): Promise<{ readonly rows: unknown[] } | readonly { readonly rows: unknown[] }[]>
  /** `true` closes the connection instead of giving it back. */
  release(destroy?: boolean): void
  on(event: 'error', listener: (error: Error) => void): unknown
  off(event: 'error', listener: (error: Error) => void): unknown
}

/** The part of a `pg` pool that the adapter uses. An injected one belongs to the caller and is never closed here. */
export interface PoolLike {
  connect(): Promise<ClientLike>
  end(): Promise<void>
}
