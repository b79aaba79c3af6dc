import { wordsOf } from '../../src/executor/remediation-sql/dialects.ts'
import type { Drift, Undoing } from '../../src/executor/remediation-sql/remediation-step.ts'
import { withListsWhole } from '../../src/executor/remediation-sql/sorted-changes.ts'
import { undoDrift } from '../../src/executor/remediation-sql/undo-drift.ts'
import { identifierRules } from '../../src/identity/index.ts'
import type { Column, TableRef } from '../../src/model/table.ts'
import { diffColumns, tableChange } from '../../src/sentinels/schema/diff-columns.ts'

/** `name type [not null] [= default]`; a number in front is the column's own, so that renames are certain. */
function columnsOf(texts: readonly string[]): readonly Column[] {
  return texts.map((text, index) => {
    const [head = '', defaultValue = null] = text.split(' = ')
    const [, ordinal, name = '', type = ''] = /^(?:(\d+) )?("[^"]+"|\S+) (.+?)$/.exec(head) ?? []
    return {
      name: name.replaceAll('"', ''),
      type: type.replace(/ not null$/, ''),
      nullable: !type.endsWith(' not null'),
      ordinal: ordinal === undefined ? index + 1 : Number(ordinal),
      defaultValue,
    }
  })
}

const REFS: Readonly<Record<string, TableRef>> = {
  postgresql: { catalog: '', schema: 'analytics', name: 'orders' },
  snowflake: { catalog: 'SHOP', schema: 'ANALYTICS', name: 'ORDERS' },
  bigquery: { catalog: 'my-shop', schema: 'analytics', name: 'orders' },
  databricks: { catalog: 'shop', schema: 'analytics', name: 'orders' },
}

export function driftBetween(
  dialect: string,
  before: readonly string[],
  after: readonly string[] | null,
  more: Partial<Drift> = {},
): Drift {
  const accepted = columnsOf(before)
  const latest = after === null ? [] : columnsOf(after)
  const changes =
    after === null
      ? [tableChange('table_dropped', [])]
      : diffColumns(accepted, latest, { dialect, sameObject: true })
  return {
    ref: REFS[dialect] ?? { catalog: '', schema: 's', name: 't' },
    changes: dialect === 'postgresql' ? withListsWhole(changes, accepted, latest) : changes,
    accepted,
    latest,
    views: [],
    identifiers: identifierRules(dialect),
    ...more,
  }
}

export function undoingOf(drift: Drift, dialect: string): Undoing {
  const words = wordsOf(dialect)
  if (words === null) throw new Error(`no words for ${dialect}`)
  return undoDrift(drift, words.sql, words.view)
}
