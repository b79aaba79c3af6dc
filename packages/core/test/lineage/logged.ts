import { refreshLineage } from '../../src/lineage/index.ts'
import type { LineageEdge, QueryLogEntry, TableRef } from '../../src/model/index.ts'
import type { LineageParser, Store, WarehouseAdapter } from '../../src/ports/index.ts'
import { fakeWarehouse, manualClock, memoryStore } from '../../src/testing/index.ts'
import { tinyParser } from './tiny-parser.ts'

const START = Date.UTC(2026, 1, 1)

/** `minute session text`; session `-`: the log does not say. The id of an entry is its place and text. */
export function logged(lines: readonly string[]): readonly QueryLogEntry[] {
  return lines.map((line, index) => {
    const [minute = '', session = '', ...words] = line.split(' ')
    const at = new Date(START + Number(minute) * 60_000)
    return {
      id: `${index} ${line}`,
      text: words.join(' '),
      textState: 'full',
      notBefore: at,
      notAfter: at,
      executions: 1n,
      defaultCatalog: null,
      defaultSchema: null,
      sessionId: session === '-' ? null : session,
      user: null,
    }
  })
}

export interface Reading {
  readonly entries: readonly QueryLogEntry[]
  /** Minutes after the start; default one day. */
  readonly minute?: number
  /** What the catalog lists then, as `schema.name`. */
  readonly known?: readonly string[]
  readonly full?: boolean
}

/** Reads the log piece by piece into one store. */
export async function readInto(
  store: Store,
  readings: readonly Reading[],
  parser: LineageParser = tinyParser(),
): Promise<readonly LineageEdge[]> {
  await store.migrate()
  const clock = manualClock(new Date(START))
  const connection = await store.saveConnection({ name: 'shop', dialect: 'postgresql', at: clock.now() })
  const { readViewDefinitions: _views, ...warehouse } = fakeWarehouse({ clock })
  for (const { entries, minute = 1440, known = [], full = false } of readings) {
    await clock.advance(START + minute * 60_000 - clock.now().getTime())
    const refs = known.map((name): TableRef => {
      const [schema = '', table = ''] = name.split('.')
      return { catalog: '', schema, name: table }
    })
    const adapter: WarehouseAdapter = {
      ...warehouse,
      async *listTables() {
        yield refs
      },
      async *readQueryLog() {
        yield { entries, cursor: `${minute}`, completeThrough: null, gaps: [] }
      },
    }
    await refreshLineage({ store, connection, warehouse: adapter, parser, clock, full })
  }
  return store.listEdges(connection.id)
}

export function standing(edges: readonly LineageEdge[]): readonly string[] {
  return edges
    .filter(({ closedAt }) => closedAt === null)
    .map(({ source, target }) => `${source} > ${target}`)
    .sort()
}

/** What stands after one reading of the log. */
export async function standingAfter(
  lines: readonly string[],
  known: readonly string[] = [],
): Promise<readonly string[]> {
  return standing(await readInto(memoryStore(), [{ entries: logged(lines), known }]))
}
