import { describeChange, type SchemaChange, type Severity } from '@aegis/core'
import type { Paint } from '../paint.ts'

const STYLES = { critical: 'red', high: 'red', medium: 'yellow', low: 'dim' } as const
const WIDEST = 'critical'.length

function changeLines(change: SchemaChange, paint: Paint): readonly string[] {
  const { severity, verdict, confidence, evidence } = change
  const sure = confidence === undefined ? '' : `  ${Math.round(confidence * 100)} % sure`
  const judged = verdict === undefined ? '' : `  ${verdict}`
  return [
    `  ${paint(STYLES[severity], severity.padEnd(WIDEST))}  ${describeChange(change)}${paint('dim', `${judged}${sure}`)}`,
    ...evidence.map((line) => `  ${' '.repeat(WIDEST)}  ${paint('dim', line)}`),
  ]
}

/** What changed between two shapes, for a person to read. */
export function drawDiff(
  names: { readonly before: string; readonly after: string },
  severity: Severity | null,
  changes: readonly SchemaChange[],
  paint: Paint,
): readonly string[] {
  const title = paint('bold', `${names.before} -> ${names.after}`)
  if (severity === null) return [`${title}  no drift`]
  const count = changes.length === 1 ? '1 change' : `${changes.length} changes`
  return [
    `${title}  ${count}, ${paint(STYLES[severity], severity)}`,
    '',
    ...changes.flatMap((change) => changeLines(change, paint)),
  ]
}
