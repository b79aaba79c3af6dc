import type { Incident, TableHealth } from '@aegis/core'
import type { Paint } from '../terminal/terminal.ts'
import { wrap, wrapSql } from '../terminal/wrap.ts'
import type { DemoReport, Finding, RanStatement, Reviewed } from './demo-report.ts'
import { renderBriefly, renderIncident, renderLine, WIDTH } from './render-incident.ts'

type Lines = readonly string[]

function ranLines({ sql, error }: RanStatement, paint: Paint): Lines {
  const statement = wrapSql(`${sql};`, { width: WIDTH, first: '    ', rest: '      ' })
  const answer =
    error === null
      ? [paint.green('    ✓ accepted by PostgreSQL')]
      : wrap(`refused by PostgreSQL: ${error}`, { width: WIDTH, first: '    ✗ ' }).map((line) =>
          paint.red(line),
        )
  return [...statement.map((line) => paint.cyan(line)), ...answer]
}

function closedLine(closed: Incident, paint: Paint): Lines {
  if (closed.status !== 'resolved') {
    return [paint.red(`    ✗ incident ${closed.id} is not approved: its plan does not work`)]
  }
  const by = closed.resolvedBy === null ? '' : ` by ${closed.resolvedBy}`
  const note = closed.resolutionNote === null ? '' : `: ${closed.resolutionNote}`
  return wrap(`incident ${closed.id} ${closed.status}${by}${note}`, { width: WIDTH, first: '    ✓ ' }).map(
    (line) => paint.green(line),
  )
}

function reviewedLines({ ran, byHand, closed }: Reviewed, paint: Paint): Lines {
  return [
    ...ran.flatMap((statement) => ranLines(statement, paint)),
    ...(byHand === null ? [] : wrap(byHand, { width: WIDTH, first: '    ' })),
    ...closedLine(closed, paint),
    '',
  ]
}

function review({ reviewed }: DemoReport, paint: Paint): Lines {
  return [
    paint.dim('─'.repeat(WIDTH)),
    `${paint.bold('You')}  ${paint.dim('played by the demo, the cause first; Aegis itself never runs a statement')}`,
    '',
    ...reviewed.flatMap((item) => reviewedLines(item, paint)),
  ]
}

function paintHealth(health: TableHealth, paint: Paint): string {
  if (health === 'healthy') return paint.green('✓ healthy ')
  return health === 'warning' ? paint.yellow('! warning ') : paint.red('✗ critical')
}

function after({ scanAfter, tablesAfter }: DemoReport, paint: Paint): Lines {
  const found = scanAfter.anomaliesFound
  const news =
    found === 0 ? 'no new anomaly: a return to the accepted shape is no drift' : `${found} anomalies`
  return [
    `${paint.bold('Scanned again')}  ${paint.dim(news)}`,
    '',
    ...tablesAfter.map(({ table, health }) => `    ${paintHealth(health, paint)}  ${table}`),
  ]
}

function next(paint: Paint): Lines {
  return [
    '',
    `${paint.bold('Next')}`,
    '    On your own warehouse, in ten lines: README.md',
    '    How to read this page: examples/quickstart/README.md',
    '    The same with other names: npm run demo -- --seed 7     For scripts: npm run demo -- --json',
  ]
}

/** What stands above the first step. */
export function renderTitle(paint: Paint): Lines {
  return ['', `${paint.bold('Aegis')}  a break on a real PostgreSQL: found, explained and planned`, '']
}

function isStale({ incident }: Finding): boolean {
  return incident.type === 'freshness_violation'
}

function isRename({ anomalies }: Finding): boolean {
  return anomalies.some(
    ({ detail }) =>
      detail.type === 'schema_drift' && detail.changes.some(({ kind }) => kind === 'column_renamed'),
  )
}

/** The page a person reads. */
export function renderReport(report: DemoReport, paint: Paint): Lines {
  const [main, ...others] = report.findings
  if (main === undefined) return ['No incident was found.']
  const telling = others.filter((finding) => isStale(finding) || isRename(finding))
  const rest = others.filter((finding) => !telling.includes(finding))
  return [
    '',
    ...renderIncident(main, report.graph, paint),
    '',
    ...telling.flatMap((finding) => [
      ...renderBriefly(finding, paint),
      ...(isStale(finding)
        ? wrap(`After VACUUM FULL: ${report.vacuum.text}`, { width: WIDTH, first: '    ' })
        : []),
      '',
    ]),
    ...(rest.length === 0
      ? []
      : [
          paint.dim('─'.repeat(WIDTH)),
          paint.bold('Also found'),
          ...rest.flatMap((finding) => renderLine(finding, paint)),
          '',
        ]),
    ...review(report, paint),
    ...after(report, paint),
    ...next(paint),
  ]
}
