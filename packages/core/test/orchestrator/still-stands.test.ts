import { describe, expect, test } from 'vitest'
import type { Anomaly, SchemaChange } from '../../src/model/anomaly.ts'
import type { Column, Snapshot } from '../../src/model/table.ts'
import { stillStands } from '../../src/orchestrator/still-stands.ts'
import type { TableScanState } from '../../src/ports/store.ts'
import { diffColumns } from '../../src/sentinels/schema/diff-columns.ts'

const NOW = new Date('2026-03-01T12:00:00.000Z')
const column = (name: string, type: string): Column => ({ name, type, nullable: true, ordinal: 1 })

function stands(changes: readonly SchemaChange[], now: readonly Column[]): boolean {
  const latest: Snapshot = {
    ...{ id: 1, tableId: 1, exists: true, kind: 'table', columns: now },
    ...{ hash: 'v1:x', objectId: null, capturedAt: NOW },
  }
  const anomaly: Anomaly = {
    ...{ id: 1, connectionId: 1, tableId: 1, table: 'a.t', snapshotId: 1, incidentId: 1 },
    ...{ type: 'schema_drift', severity: 'critical', detail: { type: 'schema_drift', changes } },
    ...{ fingerprint: 'f', detectedAt: NOW },
  }
  const table: TableScanState['table'] = {
    ...{ id: 1, connectionId: 1, ref: { catalog: '', schema: 'a', name: 't' }, qualifiedName: 'a.t' },
    ...{ checkTypes: ['schema'], freshnessSlaMinutes: null, expectedBy: null, watermarkColumn: null },
    ...{ problem: null, createdAt: NOW, updatedAt: NOW },
  }
  return stillStands(anomaly, { table, latest, accepted: latest, states: [] })
}

describe('whether a change still stands', () => {
  test.each<readonly [string, readonly Column[], readonly Column[], readonly Column[], boolean]>([
    ['a type as it became', [column('a', 'int')], [column('a', 'bigint')], [column('a', 'bigint')], true],
    ['a type changed back', [column('a', 'int')], [column('a', 'bigint')], [column('a', 'int')], false],
    ['a column that is back', [column('a', 'int')], [], [column('a', 'int')], false],
    [
      'a field inside a column that is there',
      [column('v', 'struct<zip:string>')],
      [column('v', 'struct<zip:int>')],
      [column('v', 'struct<zip:int>')],
      true,
    ],
    [
      'a field inside a column that is gone',
      [column('v', 'struct<zip:string>')],
      [column('v', 'struct<zip:int>')],
      [],
      false,
    ],
  ])('%s', (_title, before, after, now, expected) => {
    const changes = diffColumns(before, after, { dialect: 'databricks', sameObject: null })
    expect(changes).toHaveLength(1)
    expect(stands(changes, now)).toBe(expected)
  })
})
