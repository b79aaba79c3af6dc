import {
  type Anomaly,
  type Column,
  describeAnomaly,
  type Incident,
  type LineageGraph,
  type RemediationAction,
  type SchemaChange,
  type Severity,
} from '@aegis/core'
import type { Paint } from '../terminal/terminal.ts'
import { wrap, wrapSql } from '../terminal/wrap.ts'
import { blastTree } from './blast-tree.ts'
import { type ColumnReach, columnReach } from './column-reach.ts'
import type { Finding } from './demo-report.ts'

/** Columns of the page. */
/** As wide as the terminal, at most what reads well. */
export const WIDTH: number = Math.max(40, Math.min(100, process.stdout.columns ?? 100))

type Lines = readonly string[]

function paintSeverity(severity: Severity, paint: Paint): string {
  const label = severity.toUpperCase()
  if (severity === 'critical') return paint.bold(paint.red(label))
  return severity === 'high' ? paint.bold(paint.yellow(label)) : paint.bold(label)
}

/** `schema_drift` as people say it. */
function inWords(word: string): string {
  return word.replaceAll('_', ' ')
}

function asSentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`
}

function section(title: string, lines: Lines, paint: Paint): Lines {
  return ['', `  ${paint.bold(title)}`, ...lines]
}

function numbered(index: number): string {
  return `${String(index + 1).padStart(5)}. `
}

function heading(incident: Incident, paint: Paint): Lines {
  const what = `${inWords(incident.type)} in ${incident.table}`
  const state = `incident ${incident.id}, ${inWords(incident.status)}`
  return [
    paint.dim('─'.repeat(WIDTH)),
    `${paintSeverity(incident.severity, paint)}  ${paint.bold(what)}  ${paint.dim(state)}`,
  ]
}

function columnText({ name, type, nullable }: Column, nameWidth: number): string {
  return `${name.padEnd(nameWidth)}  ${type}${nullable === false ? ' not null' : ''}`
}

/** Why two columns are held to be one, or how the new type takes the old values. */
function reasonLines({ kind, confidence, verdict, evidence }: SchemaChange, paint: Paint): Lines {
  const judged =
    kind === 'column_renamed' && confidence !== undefined
      ? `renamed, ${Math.round(confidence * 100)} % sure: `
      : verdict === undefined
        ? ''
        : `${verdict}: `
  if (judged === '' || evidence.length === 0) return []
  return wrap(`${judged}${evidence.join('; ')}`, { width: WIDTH, first: '      ' }).map((line) =>
    paint.dim(line),
  )
}

function changeLines(change: SchemaChange, paint: Paint): Lines {
  const { before, after } = change
  const width = Math.max(before?.name.length ?? 0, after?.name.length ?? 0)
  return [
    ...(before === null ? [] : [paint.red(`    - ${columnText(before, width)}`)]),
    ...(after === null ? [] : [paint.green(`    + ${columnText(after, width)}`)]),
    ...reasonLines(change, paint),
  ]
}

/** A drift as a diff of columns, anything else in words. */
function anomalyLines(anomaly: Anomaly, paint: Paint): Lines {
  const { detail } = anomaly
  const diff =
    detail.type === 'schema_drift' ? detail.changes.flatMap((item) => changeLines(item, paint)) : []
  return diff.length > 0 ? diff : wrap(asSentence(describeAnomaly(anomaly)), { width: WIDTH, first: '    ' })
}

function rootCause({ incident, path }: Finding, paint: Paint): Lines {
  const { diagnosis } = incident
  if (diagnosis === null) return []
  const { decidedBy, usage, fallback, rootCauseEvidence = [] } = diagnosis
  const by = decidedBy === 'rules' ? 'the rules' : decidedBy
  const cost = usage === undefined ? '' : `; ${usage.inputTokens} tokens in, ${usage.outputTokens} out`
  const sure = `confidence ${diagnosis.confidence.toFixed(2)}, decided by ${by}${cost}`
  const rests =
    rootCauseEvidence.length === 0
      ? []
      : [paint.dim(`    It rests on ${rootCauseEvidence.join(', ')} below.`)]
  const instead =
    fallback === undefined
      ? []
      : wrap(`The rules answered in place of a model: ${fallback}`, { width: WIDTH, first: '    ' }).map(
          (line) => paint.dim(line),
        )
  const route =
    path.length < 2
      ? []
      : section('Upstream path', wrap(path.join(' → '), { width: WIDTH, first: '    ' }), paint)
  return [
    '',
    `  ${paint.bold('Root cause')}  ${paint.dim(sure)}`,
    ...wrap(diagnosis.rootCause, { width: WIDTH, first: '    ' }),
    ...rests,
    ...instead,
    ...route,
  ]
}

function evidence({ diagnosis }: Incident, paint: Paint): Lines {
  const lines = (diagnosis?.evidence ?? []).flatMap(({ id, text }) =>
    wrap(text, { width: WIDTH, first: `${id.padStart(6)}  ` }),
  )
  return section('Evidence', lines, paint)
}

/** What the changed columns do to one affected table, in words. */
function reachText(table: string, { columns, tables }: ColumnReach): string {
  const reached = tables.get(table)
  if (reached === undefined)
    return `${columns.join(', ')} ${columns.length === 1 ? 'does' : 'do'} not reach it`
  return reached === null ? 'all of it' : reached.join(', ')
}

function blastRadius(finding: Finding, graph: LineageGraph, paint: Paint): Lines {
  const { table } = finding.incident
  if (table === null) return []
  const reach = columnReach(finding, graph)
  const blast = graph.getBlastRadius(table)
  if (blast.totalCount === 0) return section('Blast radius', ['    Nothing is known downstream.'], paint)
  const tree = blastTree(table, blast.affectedTables, graph.getFullGraph().edges)
  const widest = Math.max(...tree.map(({ branch, node }) => branch.length + node.name.length))
  const reached = new Map(tree.map(({ node }) => [node, reach === null ? '' : reachText(node.name, reach)]))
  const widestReach = Math.max(...[...reached.values()].map((text) => text.length))
  const lines = tree.map(({ branch, node }) => {
    const gap = ' '.repeat(widest - branch.length - node.name.length)
    const end = node.isTerminal ? ', nothing reads it further' : ''
    const columns = widestReach === 0 ? '' : `  ${(reached.get(node) ?? '').padEnd(widestReach)}`
    return `    ${paint.dim(branch)}${node.name}${gap}${columns}  ${paint.dim(`depth ${node.depth}${end}`)}`
  })
  const of = reach === null ? '' : `, with the columns that ${reach.columns.join(', ')} reaches`
  const title = `Blast radius: ${blast.totalCount} ${blast.totalCount === 1 ? 'table' : 'tables'} downstream${of}`
  return section(title, [`    ${paint.bold(table)}`, ...lines], paint)
}

function actionLines({ description, sql, proof }: RemediationAction, index: number, paint: Paint): Lines {
  const words = wrap(description, { width: WIDTH, first: numbered(index) })
  if (sql === null) return words
  const statement = wrapSql(`${sql};`, { width: WIDTH, first: '         ', rest: '           ' })
  const proved =
    proof === undefined
      ? []
      : wrap(proof.text, { width: WIDTH, first: proof.outcome === 'proved' ? '       ✓ ' : '       ! ' }).map(
          (line) => (proof.outcome === 'proved' ? paint.green(line) : paint.yellow(line)),
        )
  return [...words, '', ...statement.map((line) => paint.cyan(line)), ...proved, '']
}

function plan({ remediation }: Incident, paint: Paint): Lines {
  const lines = (remediation?.actions ?? []).flatMap((action, index) => actionLines(action, index, paint))
  return section('Recommended plan', lines, paint)
}

/** Everything about one incident. */
export function renderIncident(finding: Finding, graph: LineageGraph, paint: Paint): Lines {
  const { incident, anomalies } = finding
  return [
    ...heading(incident, paint),
    ...section(
      'What changed',
      anomalies.flatMap((anomaly) => anomalyLines(anomaly, paint)),
      paint,
    ),
    ...rootCause(finding, paint),
    ...evidence(incident, paint),
    ...blastRadius(finding, graph, paint),
    ...plan(incident, paint),
  ]
}

/** What happened, why, what it reaches and what to do: a few lines. */
export function renderBriefly({ incident, anomalies }: Finding, paint: Paint): Lines {
  const reach = incident.blastRadius
  const affected = reach.length === 0 ? 'Nothing is known downstream.' : `Reaches ${reach.join(', ')}.`
  const step = incident.remediation?.actions[0]
  return [
    ...heading(incident, paint),
    '',
    ...anomalies.flatMap((anomaly) => anomalyLines(anomaly, paint)),
    ...wrap(incident.diagnosis?.rootCause ?? 'Not diagnosed.', { width: WIDTH, first: '    ' }),
    ...wrap(affected, { width: WIDTH, first: '    ' }),
    ...(step === undefined ? [] : wrap(asSentence(step.description), { width: WIDTH, first: '    ' })),
  ]
}

/** One incident in a line. */
export function renderLine({ incident }: Finding, paint: Paint): Lines {
  const cause = incident.diagnosis?.rootCauseTable ?? 'unknown'
  const from = cause === incident.table ? 'it began there' : `root cause: ${cause}`
  const label = incident.severity.toUpperCase()
  const [first = '', ...rest] = wrap(`${inWords(incident.type)} in ${incident.table}; ${from}`, {
    width: WIDTH,
    first: `    ${label}  `,
  })
  return [first.replace(label, () => paintSeverity(incident.severity, paint)), ...rest]
}
