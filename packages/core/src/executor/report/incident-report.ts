import { describeAnomaly } from '../../architect/index.ts'
import type { Anomaly } from '../../model/anomaly.ts'
import type { Diagnosis, Evidence } from '../../model/diagnosis.ts'
import type { Incident, IncidentTransition } from '../../model/incident.ts'
import type { Block } from './document.ts'
import { planBlocks, timeText } from './plan-blocks.ts'
import { writeMarkdown } from './write-markdown.ts'
import { writeText } from './write-text.ts'

export type ReportFormat = 'markdown' | 'text'

export interface ReportInput {
  readonly incident: Incident
  /** All that the incident holds, in any order. */
  readonly anomalies: readonly Anomaly[]
  /** The audit trail, oldest first. */
  readonly history: readonly IncidentTransition[]
  /** The connection's name. */
  readonly connection: string
  /** When the report is made. */
  readonly at: Date
}

function head({ incident, connection, at }: ReportInput): readonly Block[] {
  const { id, table, type, severity, status, createdAt, updatedAt } = incident
  const { resolvedBy, resolvedAt, resolutionNote, dismissReason } = incident
  const facts: (readonly [string, string])[] = [
    ['Connection', connection],
    ...(table === null ? [] : [['Table', table] as const]),
    ['Type', type],
    ['Severity', severity],
    ['Status', status],
    ['Opened', timeText(createdAt)],
    ['Last changed', timeText(updatedAt)],
    ...(resolvedAt === null
      ? []
      : [['Closed', `${timeText(resolvedAt)} by ${resolvedBy ?? 'nobody named'}`] as const]),
    ...(resolutionNote === null ? [] : [['Resolution', resolutionNote] as const]),
    ...(dismissReason === null ? [] : [['Dismissed because', dismissReason] as const]),
    ['Report made', timeText(at)],
  ]
  return [
    { kind: 'title', text: `Incident ${id}: ${type} on ${table ?? connection} (${severity})` },
    { kind: 'facts', facts },
  ]
}

function whatHappened(anomalies: readonly Anomaly[]): readonly Block[] {
  const inOrder = anomalies.toSorted((a, b) => a.detectedAt.getTime() - b.detectedAt.getTime() || a.id - b.id)
  const items = inOrder.map(
    (anomaly) => `${timeText(anomaly.detectedAt)}, ${anomaly.severity}: ${describeAnomaly(anomaly)}`,
  )
  return [
    { kind: 'heading', text: 'What happened' },
    items.length === 0 ? { kind: 'paragraph', text: 'Nothing is recorded.' } : { kind: 'list', items },
  ]
}

function evidenceText({ id, table, at, text }: Evidence, restsOn: ReadonlySet<string>): string {
  const about = [...(at === null ? [] : [timeText(at)]), ...(table === null ? [] : [table])].join(', ')
  const mark = restsOn.has(id) ? ' (the root cause rests on it)' : ''
  return `${id}${mark}${about === '' ? '' : `, ${about}`}: ${text}`
}

function rootCause(diagnosis: Diagnosis | null): readonly Block[] {
  const heading: Block = { kind: 'heading', text: 'Root cause' }
  if (diagnosis === null) return [heading, { kind: 'paragraph', text: 'It is not diagnosed yet.' }]
  const { rootCauseTable, confidence, decidedBy, fallback, diagnosedAt, evidence } = diagnosis
  const restsOn = new Set(diagnosis.rootCauseEvidence ?? [])
  const others = (diagnosis.candidates ?? []).filter(({ table }) => table !== rootCauseTable)
  return [
    heading,
    { kind: 'paragraph', text: diagnosis.rootCause },
    {
      kind: 'facts',
      facts: [
        ['Where it began', rootCauseTable ?? 'the evidence names no table'],
        ['Confidence', confidence.toFixed(2)],
        ['Decided by', fallback === undefined ? decidedBy : `${decidedBy}, because ${fallback}`],
        ['Diagnosed', timeText(diagnosedAt)],
      ],
    },
    evidence.length === 0
      ? { kind: 'paragraph', text: 'There is no evidence.' }
      : { kind: 'list', items: evidence.map((item) => evidenceText(item, restsOn)) },
    ...(others.length === 0
      ? []
      : [
          { kind: 'paragraph', text: 'Less likely:' } as const,
          {
            kind: 'list',
            items: others.map(({ table, confidence: sure, why }) => `${table} (${sure.toFixed(2)}): ${why}`),
          } as const,
        ]),
  ]
}

function reach({ blastRadius }: Incident): readonly Block[] {
  const heading: Block = { kind: 'heading', text: 'Blast radius' }
  if (blastRadius.length === 0) return [heading, { kind: 'paragraph', text: 'Nothing known is downstream.' }]
  return [heading, { kind: 'list', items: blastRadius }]
}

function past({ incident, history }: ReportInput): readonly Block[] {
  const moves = history.map(({ at, from, to, actor, reason }) => {
    const move = from === null ? to : from === to ? `still ${to}` : `${from} to ${to}`
    return `${timeText(at)}, ${actor}: ${move}: ${reason}`
  })
  const notes = incident.notes.map(({ at, text }) => `${timeText(at)}: ${text}`)
  return [
    { kind: 'heading', text: 'History' },
    moves.length === 0 ? { kind: 'paragraph', text: 'Nothing is recorded.' } : { kind: 'list', items: moves },
    ...(notes.length === 0
      ? []
      : [{ kind: 'heading', text: 'Notes' } as const, { kind: 'list', items: notes } as const]),
  ]
}

/**
 * All that is known of an incident on one page, complete on its own: what happened, when, how bad, why with the evidence, what it reaches, what to do
 * about it, and who did what. Names and texts come from a warehouse that others write to: none is taken for markup, and characters that hide
 * or turn around text are written out.
 */
export function incidentReport(input: ReportInput, format: ReportFormat = 'markdown'): string {
  const { incident, anomalies } = input
  const blocks: readonly Block[] = [
    ...head(input),
    ...whatHappened(anomalies),
    ...rootCause(incident.diagnosis),
    ...reach(incident),
    { kind: 'heading', text: 'Plan' },
    ...planBlocks(incident.remediation),
    ...past(input),
  ]
  return format === 'markdown' ? writeMarkdown(blocks) : writeText(blocks)
}
