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

/** Rows as the server sent them: text or null, whatever type parsers the process has registered. */
export type TextRow = Readonly<Record<string, unknown>>

const AS_TEXT = {
  getTypeParser:
    () =>
    (value: string): unknown =>
      value,
}

function isRow(value: unknown): value is TextRow {
  return typeof value === 'object' && value !== null
}

/** Runs one statement, or several without values; the rows of the last one. */
export async function run(client: ClientLike, { text, values }: Query): Promise<readonly TextRow[]> {
  const result = await client.query({
    text,
    types: AS_TEXT,
    ...(values === undefined ? {} : { values: [...values] }),
  })
  const last = 'rows' in result ? result : result.at(-1)
  return last?.rows.filter(isRow) ?? []
}
