import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { text } from 'node:stream/consumers'
import type { Dialect } from '@aegis/core'
import { sqlLineage } from '@aegis/lineage-sql'
import { Command, Option } from 'commander'
import { DIALECTS, parseDialect } from '../dialects.ts'
import { write } from '../output.ts'
import { paintFor } from '../paint.ts'
import { checkInput, readLines } from '../read-lines.ts'
import { answerText } from './answer-lines.ts'
import type { NameDefaults } from './given-names.ts'
import { drawMermaid } from './mermaid.ts'
import { drawPage } from './page.ts'
import { readScript } from './read-script.ts'

interface Flags {
  readonly dialect?: Dialect
  readonly jsonl?: true
  readonly json?: true
  readonly mermaid?: true
  readonly tablesOnly?: true
  readonly defaultCatalog?: string
  readonly defaultSchema?: string
}

const EXAMPLES = `
Examples:
  aegis lineage etl.sql --dialect snowflake              a page to read, with the graph
  aegis lineage etl.sql --dialect bigquery --mermaid     a flowchart for a document
  cat log.jsonl | aegis lineage --dialect snowflake --jsonl
                                                         one JSON line for each line of a log

A line of a log is {"id","sql"} with "dialect", "default_catalog", "default_schema", "session" and "at" as you have them.
`

function defaultsOf({ defaultCatalog, defaultSchema }: Flags): NameDefaults {
  return { defaultCatalog: defaultCatalog ?? null, defaultSchema: defaultSchema ?? null }
}

async function answerLog(flags: Flags): Promise<void> {
  checkInput()
  const options = {
    parser: sqlLineage(),
    columns: flags.tablesOnly !== true,
    dialect: flags.dialect ?? null,
    ...defaultsOf(flags),
  }
  for await (const text of answerText(readLines(process.stdin), options)) await write(process.stdout, text)
}

async function showScript(file: string, dialect: Dialect, flags: Flags): Promise<void> {
  if (file === '-') checkInput()
  const sql = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8')
  const parser = sqlLineage()
  const result =
    flags.tablesOnly === true || parser.analyze === undefined
      ? parser.parse(sql, dialect)
      : await parser.analyze(sql, dialect)
  const name = file === '-' ? 'standard input' : basename(file)
  const script = readScript({ file: name, dialect, sql }, result, defaultsOf(flags))
  const lines =
    flags.json === true
      ? [JSON.stringify(script)]
      : flags.mermaid === true
        ? drawMermaid(script.edges)
        : drawPage(script, paintFor(process.stdout))
  await write(process.stdout, `${lines.join('\n')}\n`)
}

export function lineageCommand(): Command {
  const command = new Command('lineage')
  const form = (flags: string, description: string, others: readonly string[]): Option =>
    new Option(flags, description).conflicts([...others])
  return command
    .summary('which tables and columns feed which, from SQL text')
    .description(
      'Shows which tables and columns feed which, from SQL text. Nothing is connected to, nothing is run.',
    )
    .argument('[file]', 'a file of SQL; - for standard input')
    .option('-d, --dialect <dialect>', `one of ${DIALECTS.join(', ')}`, parseDialect)
    .addOption(form('--jsonl', 'read a log from standard input, one JSON object a line', ['json', 'mermaid']))
    .addOption(form('--json', 'print one JSON object', ['jsonl', 'mermaid']))
    .addOption(form('--mermaid', 'print a Mermaid flowchart', ['jsonl', 'json']))
    .option('--tables-only', 'leave columns out, which is many times faster')
    .option('--default-catalog <name>', 'database or project of names without one')
    .option('--default-schema <name>', 'schema of names without one')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string | undefined, flags: Flags) => {
      if (flags.jsonl === true) {
        if (file !== undefined && file !== '-') {
          return command.error(`error: --jsonl reads standard input: aegis lineage --jsonl < ${file}`)
        }
        return answerLog(flags)
      }
      if (file === undefined) return command.error('error: name a file of SQL, or - for standard input')
      if (flags.dialect === undefined) {
        return command.error(`error: name the dialect: --dialect ${DIALECTS.join('|')}`)
      }
      return showScript(file, flags.dialect, flags)
    })
}
