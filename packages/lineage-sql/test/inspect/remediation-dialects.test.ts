import { describe, expect, test } from 'vitest'
import { DIALECT_CASES } from '../../../core/test/executor/dialect-cases.ts'
import { driftBetween, undoingOf } from '../../../core/test/executor/drift-of.ts'
import { sqlInspector } from '../../src/index.ts'

const inspector = sqlInspector()

interface Written {
  readonly dialect: string
  readonly role: string
  readonly sql: string
}

function everything(): readonly Written[] {
  const all = DIALECT_CASES.flatMap(({ dialect, before, after }) => {
    const { steps, alternatives } = undoingOf(driftBetween(dialect, before, after), dialect)
    return [...steps, ...alternatives].flatMap((step): readonly Written[] => [
      ...(step.sql === null ? [] : [{ dialect, role: 'step', sql: step.sql }]),
      ...(step.undo?.sql == null ? [] : [{ dialect, role: 'undo', sql: step.undo.sql }]),
      ...step.preconditions.flatMap(({ checkSql }) =>
        checkSql === null ? [] : [{ dialect, role: 'check', sql: checkSql }],
      ),
    ])
  })
  return [...new Map(all.map((item) => [`${item.dialect} ${item.sql}`, item])).values()]
}

/** The parser of Databricks does not know it; its form is from the vendor's page. */
const UNKNOWN = 'UNDROP TABLE shop.analytics.orders'

describe('the SQL that Aegis writes', () => {
  test.each(everything())(
    'parses in $dialect as one statement: $role $sql',
    async ({ dialect, role, sql }) => {
      const inspection = await inspector.inspect(sql, dialect)
      if (dialect === 'databricks' && sql === UNKNOWN) {
        expect(inspection).toHaveProperty('unparseable')
        return
      }
      expect(inspection).not.toHaveProperty('unparseable')
      if (role === 'check') expect(inspection).toHaveProperty('kind', 'select')
    },
  )
})
