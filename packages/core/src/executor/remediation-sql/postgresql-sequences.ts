import { namesIn } from './dialect-sql.ts'
import { sequenceOf } from './postgresql-defaults.ts'
import type { Drift, RemediationStep } from './remediation-step.ts'
import { lookAt } from './statements.ts'

/** A serial column took its sequence with it. */
export function sequenceSteps(expression: string | null, drift: Drift): readonly RemediationStep[] {
  const sequence = expression === null ? null : sequenceOf(expression)
  if (sequence === null) return []
  const { table } = namesIn(drift)
  return [
    {
      type: 'revert_schema',
      sql: `CREATE SEQUENCE IF NOT EXISTS ${sequence}`,
      risk: 'safe',
      description: `Make sure that the sequence ${sequence} is there: a serial column takes its own along when it is dropped. A new one counts from 1.`,
      preconditions: [
        lookAt(
          `Where ${table} is referred to by these numbers, setval() puts the sequence past the highest first.`,
        ),
      ],
      undo: { sql: `DROP SEQUENCE ${sequence}`, text: 'Drop it again, if it was not there before.' },
    },
  ]
}
