import type { QueryLogEntry, QueryLogPage, QueryLogWindow } from '../../model/query-log.ts'

export type FakeStatement = Partial<
  Pick<QueryLogEntry, 'defaultCatalog' | 'defaultSchema' | 'sessionId' | 'user' | 'executions'>
>

export interface FakeQueryLog {
  add(sql: string, at: Date | null, statement: FakeStatement): void
  /** In the order of adding; at least one page, which is empty when nothing is new. */
  pages(window: QueryLogWindow): Iterable<QueryLogPage>
}

function isInWindow({ notAfter }: QueryLogEntry, { since }: QueryLogWindow): boolean {
  return notAfter === null || since === null || notAfter >= since
}

export function fakeQueryLog(pageSize: number): FakeQueryLog {
  const entries: QueryLogEntry[] = []
  return {
    add(sql, at, statement): void {
      entries.push({
        id: `q${entries.length + 1}`,
        text: sql,
        textState: 'full',
        notBefore: at,
        notAfter: at,
        executions: 1n,
        defaultCatalog: null,
        defaultSchema: null,
        sessionId: null,
        user: null,
        ...statement,
      })
    },
    *pages(window): Generator<QueryLogPage> {
      const { cursor, until } = window
      let at = cursor === null ? 0 : Number(cursor)
      // What runs after the window's end is for the next read: the cursor must not pass it.
      const later = entries.findIndex((entry, index) => index >= at && (entry.notAfter ?? until) > until)
      const end = later === -1 ? entries.length : later
      do {
        const next = Math.min(at + pageSize, end)
        const page = entries.slice(at, next).filter((entry) => isInWindow(entry, window))
        yield { entries: page, cursor: String(next), completeThrough: until, gaps: [] }
        at = next
      } while (at < end)
    },
  }
}
