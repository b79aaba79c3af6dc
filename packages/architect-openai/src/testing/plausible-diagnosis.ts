/**
 * What a careful model could answer to a prompt of Aegis, found by reading it: of the tables upstream that changed, the farthest.
 * Stands in for a model in demos and tests; it understands nothing.
 */
export function plausibleDiagnosis(prompt: string): Readonly<Record<string, unknown>> {
  const own = /^Table: (\S+)/m.exec(prompt)?.[1] ?? null
  const facts = [...prompt.matchAll(/^(E\d+) (?:\d{4}-\S+Z )?([A-Z_]+\d+): (.+)$/gm)].map(
    ([, id = '', table = '', text = '']) => ({ id, table, text }),
  )
  const changed = facts.filter(({ text }) => /changed|renamed|deleted|added|dropped|no new data/.test(text))
  const upstream = [...prompt.matchAll(/^([A-Z_]+\d+)(?: → [A-Z_]+\d+)+/gm)]
    .map(([path, first = '']) => ({ first, hops: path.split(' → ').length }))
    .filter(({ first }) => first !== own)
    .sort((a, b) => b.hops - a.hops)
    .map(({ first }) => first)
  const cause = upstream.find((table) => changed.some((fact) => fact.table === table)) ?? own
  const fact = changed.find(({ table }) => table === cause)
  const cited = fact === undefined ? [] : [fact.id]
  return {
    root_cause:
      cause === null || fact === undefined
        ? 'The evidence does not show what began this.'
        : `It began in ${cause}: ${fact.text}${cause === own ? '' : `, and reached ${own} with its next load`}.`,
    root_cause_table: fact === undefined ? null : cause,
    root_cause_evidence: cited,
    blast_radius: [],
    severity: /^Severity: (\w+)/m.exec(prompt)?.[1] ?? 'high',
    confidence: fact === undefined ? 0 : 0.8,
    recommendations: [
      {
        action: 'notify_team',
        description: `Ask the team behind ${cause ?? 'the table'} whether this was meant, before anything is changed.`,
        sql: null,
        priority: 1,
        evidence: cited,
      },
    ],
  }
}
