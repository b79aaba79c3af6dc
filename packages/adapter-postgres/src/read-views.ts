import { AdapterError, type CallOptions, type TableSelector, type ViewDefinition } from '@aegis/core'
import * as z from 'zod'
import { definitionsOf, viewsAfter } from './queries.ts'
import { parseRows } from './rows.ts'
import { assertSchemasExist } from './schemas.ts'
import type { Sessions } from './session.ts'

const PAGE = 1000

const viewRow = z.object({ oid: z.string(), schema: z.string(), name: z.string(), kind: z.enum(['v', 'm']) })
const definitionRow = z.object({ oid: z.string(), sql: z.string().nullable() })

type View = z.infer<typeof viewRow>

/**
 * Texts by object id. A view that is being replaced or refreshed is locked, and holds up the statement: it is then sought
 * by halves and left out, to be read another time.
 */
async function readTexts(
  sessions: Sessions,
  oids: readonly string[],
  call: CallOptions | undefined,
): Promise<ReadonlyMap<string, string>> {
  try {
    const rows = await sessions.use('reading view definitions', call, (session) =>
      session.run(definitionsOf(oids)),
    )
    const texts = new Map<string, string>()
    for (const { oid, sql } of parseRows(definitionRow, rows, 'view definitions')) {
      // Dropped since it was listed.
      if (sql !== null) texts.set(oid, sql)
    }
    return texts
  } catch (error) {
    if (!AdapterError.isInstance(error) || error.driverCode !== '55P03') throw error
    if (oids.length === 1) return new Map()
    const middle = Math.ceil(oids.length / 2)
    const first = await readTexts(sessions, oids.slice(0, middle), call)
    const second = await readTexts(sessions, oids.slice(middle), call)
    return new Map([...first, ...second])
  }
}

function definitionOf({ schema, name, kind }: View, sql: string): ViewDefinition {
  return {
    ref: { catalog: '', schema, name },
    kind: kind === 'v' ? 'view' : 'materialized_view',
    sql: sql.trimEnd().replace(/;$/, ''),
  }
}

export async function* readViewDefinitions(
  sessions: Sessions,
  { schemas }: TableSelector,
  call: CallOptions | undefined,
): AsyncIterable<readonly ViewDefinition[]> {
  await assertSchemasExist(sessions, schemas, call)
  let after = '0'
  for (;;) {
    const query = viewsAfter(schemas ?? null, after, PAGE)
    const rows = await sessions.use('listing views', call, (session) => session.run(query))
    const views = parseRows(viewRow, rows, 'views')
    if (views.length === 0) return
    const texts = await readTexts(
      sessions,
      views.map(({ oid }) => oid),
      call,
    )
    const found = views.flatMap((view) => {
      const sql = texts.get(view.oid)
      return sql === undefined ? [] : [definitionOf(view, sql)]
    })
    if (found.length > 0) yield found
    if (views.length < PAGE) return
    after = views.at(-1)?.oid ?? after
  }
}
