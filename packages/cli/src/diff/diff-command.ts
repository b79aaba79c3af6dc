import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Column, Dialect, SeverityPolicy } from '@aegis/core'
import { Command, Option } from 'commander'
import { DIALECTS, parseDialect } from '../dialects.ts'
import { write } from '../output.ts'
import { paintFor } from '../paint.ts'
import { checkInput, readLines } from '../read-lines.ts'
import { answerDiff } from './answer-diff.ts'
import { answerDiffLine } from './answer-diff-lines.ts'
import { drawDiff } from './diff-page.ts'
import { readColumns } from './read-columns.ts'

interface Flags {
  readonly dialect?: Dialect
  readonly json?: true
  readonly jsonl?: true
  readonly exitCode?: true
  readonly severityPolicy: SeverityPolicy
}

const EXAMPLES = `
Examples:
  aegis diff before.json after.json --dialect postgresql            a page to read
  aegis diff before.json after.json --dialect snowflake --json      one JSON object
  cat pairs.jsonl | aegis diff --jsonl                              one answer for each line

A file is a list of columns, [{"name","type","nullable","ordinal"}], an object with such a list as its "columns", or null for
a table that is not there.
A line is {"id","dialect","before":[...],"after":[...]}.
`

/** Resolves to whether there was drift, or a line that is no pair. */
async function answerPairs({ dialect, severityPolicy }: Flags): Promise<boolean> {
  checkInput()
  let number = 0
  let isOther = false
  for await (const lines of readLines(process.stdin)) {
    const answers = lines.map((line) => {
      number += 1
      const answer = answerDiffLine(line, number, { dialect: dialect ?? null, severityPolicy })
      if (answer.changes.length > 0 || 'error' in answer) isOther = true
      return `${JSON.stringify(answer)}\n`
    })
    await write(process.stdout, answers.join(''))
  }
  return isOther
}

async function columnsOf(command: Command, file: string): Promise<readonly Column[] | null> {
  const text = await readFile(file, 'utf8')
  let json: unknown
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return command.error(`error: ${file} is not JSON`)
  }
  const read = readColumns(json)
  return read.ok ? read.columns : command.error(`error: ${file}: ${read.problem}`)
}

export function diffCommand(): Command {
  const command = new Command('diff')
  return command
    .summary('what changed between two shapes of a table, and how bad it is')
    .description(
      'Compares two lists of columns: what changed, with severity, verdict and evidence. Nothing is connected to.',
    )
    .argument('[before]', 'a file with the columns before')
    .argument('[after]', 'a file with the columns after')
    .option('-d, --dialect <dialect>', `one of ${DIALECTS.join(', ')}`, parseDialect)
    .addOption(new Option('--json', 'print one JSON object').conflicts(['jsonl']))
    .addOption(
      new Option('--jsonl', 'read pairs from standard input, one JSON object a line').conflicts(['json']),
    )
    .addOption(
      new Option(
        '--severity-policy <policy>',
        'spec: every change of a type is critical; by_verdict: one that widens it is medium',
      )
        .choices(['spec', 'by_verdict'])
        .default('spec'),
    )
    .option('--exit-code', 'end with 1 when there is drift, or a line that is no pair')
    .addHelpText('after', EXAMPLES)
    .action(async (before: string | undefined, after: string | undefined, flags: Flags) => {
      const { dialect, severityPolicy } = flags
      if (flags.jsonl === true) {
        if (before !== undefined)
          return command.error('error: --jsonl reads standard input: aegis diff --jsonl < pairs.jsonl')
        const isOther = await answerPairs(flags)
        if (flags.exitCode === true && isOther) process.exitCode = 1
        return
      }
      if (before === undefined || after === undefined)
        return command.error('error: name two files: before.json after.json')
      if (dialect === undefined)
        return command.error(`error: name the dialect: --dialect ${DIALECTS.join('|')}`)
      const shapes = { before: await columnsOf(command, before), after: await columnsOf(command, after) }
      const { changes, answer } = answerDiff({ ...shapes, dialect, severityPolicy })
      const names = { before: basename(before), after: basename(after) }
      const lines =
        flags.json === true
          ? [JSON.stringify(answer)]
          : drawDiff(names, answer.severity, changes, paintFor(process.stdout))
      await write(process.stdout, `${lines.join('\n')}\n`)
      if (flags.exitCode === true && changes.length > 0) process.exitCode = 1
    })
}
