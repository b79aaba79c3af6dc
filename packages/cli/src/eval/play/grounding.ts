import type { Diagnosis } from '@aegis/core'
import * as z from 'zod'

const candidatesSchema = z.object({
  candidates: z.array(z.object({ table: z.string(), confidence: z.number() })),
})

/** The tables named, best first; the one answer where no list is given. */
export function candidatesOf(diagnosis: Diagnosis): readonly string[] {
  const listed = candidatesSchema.safeParse(diagnosis)
  if (listed.success) return listed.data.candidates.map(({ table }) => table)
  return diagnosis.rootCauseTable === null ? [] : [diagnosis.rootCauseTable]
}

/** Names in prose that stand in a schema of the world, `raw.orders` of `raw.orders.price` too. */
function namesIn(text: string, schemas: ReadonlySet<string>): readonly string[] {
  return [...text.matchAll(/(\w+)\.(\w+)/g)].flatMap(([name, schema = '']) =>
    schemas.has(schema.toLowerCase()) ? [name.toLowerCase()] : [],
  )
}

/**
 * What a diagnosis says that nothing bears out: tables that are in neither the lineage nor the monitoring, and evidence that
 * is not there. Empty: it is grounded.
 */
export function unfounded(diagnosis: Diagnosis, known: ReadonlySet<string>): readonly string[] {
  const ids = new Set(diagnosis.evidence.map(({ id }) => id))
  const tables = [
    ...(diagnosis.rootCauseTable === null ? [] : [diagnosis.rootCauseTable]),
    ...candidatesOf(diagnosis),
    ...diagnosis.blastRadius,
    ...diagnosis.evidence.flatMap(({ table }) => table ?? []),
  ]
  const cited = [
    ...(diagnosis.rootCauseEvidence ?? []),
    ...diagnosis.recommendations.flatMap(({ evidence }) => evidence ?? []),
  ]
  const lower = new Set([...known].map((name) => name.toLowerCase()))
  const schemas = new Set([...lower].flatMap((name) => name.split('.').slice(0, -1)))
  const prose = [diagnosis.rootCause, ...diagnosis.recommendations.map(({ description }) => description)]
  return [
    ...tables.filter((table) => !known.has(table)),
    ...prose.flatMap((text) => namesIn(text, schemas)).filter((name) => !lower.has(name)),
    ...cited.filter((id) => !ids.has(id)),
    ...(ids.size < diagnosis.evidence.length ? ['two facts of one id'] : []),
  ]
}
