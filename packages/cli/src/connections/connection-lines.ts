import type { Connection, ConnectionReport } from '@aegis/core'

function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? []
  return rows
    .map((row) =>
      row
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `${line}\n`)
    .join('')
}

function stateOf({ hasUri, isActive, failedCycles }: Connection): string {
  if (!hasUri) return 'opened in code'
  if (!isActive) return 'switched off'
  return failedCycles === 0 ? 'ok' : `failed ${failedCycles} times`
}

/** A table to read. */
export function connectionTable(connections: readonly Connection[]): string {
  if (connections.length === 0)
    return 'There are no connections. Add one with `aegis connections add NAME`.\n'
  const rows = connections.map((connection) => [
    connection.name,
    connection.dialect,
    connection.target ?? '-',
    stateOf(connection),
  ])
  return columns([['NAME', 'DIALECT', 'TARGET', 'STATE'], ...rows])
}

/** Names as in the database; nothing of the connection string but where it leads. */
export function connectionJson(connection: Connection): string {
  return `${JSON.stringify({
    id: connection.id,
    name: connection.name,
    dialect: connection.dialect,
    has_uri: connection.hasUri,
    target: connection.target,
    is_active: connection.isActive,
    failed_cycles: connection.failedCycles,
    last_error: connection.lastError,
    created_at: connection.createdAt,
    updated_at: connection.updatedAt,
  })}\n`
}

export function reportPage({ server, stages }: ConnectionReport): string {
  const lines = stages.map(({ stage, status, message }) => [status, stage, message])
  const fixes = stages.flatMap(({ fix }) => (fix === null ? [] : [`  ${fix}\n`]))
  const mend = fixes.length === 0 ? '' : `\nTo mend it:\n${fixes.join('')}`
  return `${server ?? 'The server was not reached.'}\n${columns(lines)}${mend}`
}

export function reportJson({ ok, server, stages }: ConnectionReport): string {
  const shown = stages.map(({ durationMs, ...stage }) => ({ ...stage, duration_ms: durationMs }))
  return `${JSON.stringify({ ok, server, stages: shown })}\n`
}
