import { parentPort } from 'node:worker_threads'
import type { Extension, PGlite } from '@electric-sql/pglite'
import type { ShadowExtension, ShadowReply, ShadowRequest } from './pglite-protocol.ts'

const EXTENSIONS: Readonly<Record<ShadowExtension, () => Promise<Extension>>> = {
  citext: async () => (await import('@electric-sql/pglite/contrib/citext')).citext,
  hstore: async () => (await import('@electric-sql/pglite/contrib/hstore')).hstore,
  ltree: async () => (await import('@electric-sql/pglite/contrib/ltree')).ltree,
}

/** Of int8, oid, "char", float4, json, bool, int4: as the server wrote them. */
const AS_TEXT = Object.fromEntries(
  [20, 26, 18, 700, 114, 16, 23].map((oid) => [oid, (value: string): string => value]),
)

let current: PGlite | null = null
/** A fresh data directory: making one takes seconds, copying it a fraction of one. */
let template: Blob | null = null

async function close(): Promise<void> {
  const old = current
  current = null
  await old?.close()
}

async function open(names: readonly ShadowExtension[]): Promise<PGlite> {
  await close()
  const { PGlite } = await import('@electric-sql/pglite')
  if (template === null) {
    const first = await PGlite.create()
    template = await first.dumpDataDir('none')
    await first.close()
  }
  const loaded = await Promise.all(names.map(async (name) => [name, await EXTENSIONS[name]()] as const))
  current = await PGlite.create({ loadDataDir: template, extensions: Object.fromEntries(loaded) })
  return current
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}

/** Errors of the server carry an SQLSTATE. */
function replyTo(error: unknown): ShadowReply {
  const said = error instanceof Error ? error : new Error(String(error))
  const code = 'code' in said ? textOf(said.code) : null
  if (code === null || !/^[0-9A-Z]{5}$/.test(code)) return { kind: 'failed', message: said.message, code }
  const position = 'position' in said ? Number(said.position) : Number.NaN
  return {
    kind: 'refused',
    refusal: {
      code,
      message: said.message,
      detail: 'detail' in said ? textOf(said.detail) : null,
      position: Number.isSafeInteger(position) ? position : null,
    },
  }
}

async function answer(request: ShadowRequest): Promise<ShadowReply> {
  if (request.kind === 'close') {
    await close()
    return { kind: 'closed' }
  }
  if (request.kind === 'open') {
    const opened = await open(request.extensions)
    const { rows } = await opened.query<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    )
    return { kind: 'opened', version: rows[0]?.version ?? 'unknown' }
  }
  if (current === null) return { kind: 'failed', message: 'no shadow is open', code: null }
  const { text, values = [] } = request.query
  const { rows } = await current.query<Record<string, unknown>>(text, [...values], { parsers: AS_TEXT })
  return { kind: 'ran', rows }
}

const port = parentPort
port?.on('message', async (request: ShadowRequest) => {
  try {
    port.postMessage(await answer(request))
  } catch (error) {
    port.postMessage(replyTo(error))
  }
})
