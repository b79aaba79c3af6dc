import type { Paint } from '../paint.ts'
import type { AnswerEdge } from './edge.ts'
import type { Script, ScriptStatement } from './read-script.ts'
import { drawTree } from './tree.ts'

function count(amount: number, one: string, many: string): string {
  return `${amount} ${amount === 1 ? one : many}`
}

function headline({ file, dialect, statements }: Script, paint: Paint): string {
  const numbersOf = (status: ScriptStatement['status']): number =>
    new Set(statements.filter((each) => each.status === status).map(({ statement }) => statement)).size
  const total = new Set(statements.map(({ statement }) => statement)).size
  const facts = [
    count(total, 'statement', 'statements'),
    count(numbersOf('parsed'), 'moves data', 'move data'),
    count(numbersOf('irrelevant'), 'does not', 'do not'),
    `${numbersOf('unparsed')} not understood`,
  ]
  return `${paint('bold', file)}  ${dialect}  ${facts.join(', ')}`
}

function columnLines({ columns, used_columns: used = [] }: AnswerEdge, paint: Paint): readonly string[] {
  const pairs = columns.map(([, from, , to]) => (from === to ? from : `${from} -> ${to}`))
  return [
    ...(pairs.length === 0 ? [] : [`         ${paint('dim', 'columns')} ${pairs.join(', ')}`]),
    ...(used.length === 0 ? [] : [`         ${paint('dim', 'also uses')} ${used.join(', ')}`]),
  ]
}

function remarks({ temporary, partial, disagreed }: ScriptStatement): string {
  const words = [
    ...(temporary === true ? ['temporary'] : []),
    ...(partial === true ? ['understood in part'] : []),
    ...(disagreed === true ? ['a second parser sees other tables'] : []),
  ]
  return words.length === 0 ? '' : ` (${words.join(', ')})`
}

function statementLines(each: ScriptStatement, paint: Paint): readonly string[] {
  const number = paint('dim', String(each.statement).padStart(3))
  if (each.target !== undefined) {
    const widest = each.sources.reduce((most, { source }) => Math.max(most, source.length), 0)
    return [
      `${number}  ${paint('bold', each.target)}  ${paint('dim', `${each.kind}${remarks(each)}`)}`,
      ...each.sources.flatMap((edge) => [
        `     <- ${edge.source.padEnd(widest)}  ${paint('dim', edge.confidence.toFixed(2))}`,
        ...columnLines(edge, paint),
      ]),
    ]
  }
  if (each.status === 'unparsed') {
    const at = each.line === undefined ? '' : `line ${each.line}: `
    return [`${number}  ${paint('yellow', 'not understood')}  ${at}${each.reason ?? ''}`]
  }
  const touched = [...each.changes, ...each.reads]
  const tables = touched.length === 0 ? '' : `: ${touched.join(', ')}`
  return [`${number}  ${paint('dim', `moves no data  ${each.reason ?? ''}${tables}`)}`]
}

/** A script for a person to read: statement by statement, then the graph, then what was not understood. */
export function drawPage(script: Script, paint: Paint): readonly string[] {
  const { statements, edges } = script
  const lost = statements.filter(({ status }) => status === 'unparsed')
  const lostLines = lost.map(({ statement, line, reason }) =>
    line === undefined ? `  statement ${statement}: ${reason}` : `  line ${line}: ${reason}`,
  )
  return [
    headline(script, paint),
    '',
    ...statements.flatMap((each) => statementLines(each, paint)),
    ...(edges.length === 0
      ? []
      : ['', paint('bold', 'Graph'), ...drawTree(edges).map((line) => `  ${line}`)]),
    ...(lostLines.length === 0 ? [] : ['', paint('yellow', 'Not understood'), ...lostLines]),
  ]
}
