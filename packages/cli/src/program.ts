import { readFileSync } from 'node:fs'
import { AegisError, scrubError } from '@aegis/core'
import { Command, CommanderError } from 'commander'
import * as z from 'zod'
import { connectionsCommand } from './connections/connections-command.ts'
import { diffCommand } from './diff/diff-command.ts'
import { evalCommand } from './eval/eval-command.ts'
import { keysCommand } from './keys/keys-command.ts'
import { lineageCommand } from './lineage/lineage-command.ts'
import { endWithReader } from './output.ts'

/** The command was not understood. */
const USAGE = 2
const FAILED = 1

function version(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  return z.object({ version: z.string() }).parse(manifest).version
}

function program(): Command {
  const aegis = new Command('aegis')
    .description('Aegis watches warehouse tables, and knows what a change breaks.')
    .version(version(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
  for (const command of [connectionsCommand(), diffCommand(), evalCommand(), keysCommand(), lineageCommand()])
    aegis.addCommand(command)
  for (const command of [aegis, ...aegis.commands]) {
    command
      .exitOverride()
      .helpOption('-h, --help', 'print this help')
      .configureHelp({ styleTitle: (title) => title.toUpperCase() })
  }
  return aegis
}

const FILE_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'access is denied',
  EISDIR: 'it is a folder',
  ENOENT: 'there is no such file',
}

/** What a person can mend, in one line; anything else is a defect and keeps its stack. */
function explain(thrown: unknown): string {
  const error = scrubError(thrown)
  if (AegisError.isInstance(error)) return `error: ${error.message}`
  if (!(error instanceof Error)) return String(error)
  if (!('code' in error && typeof error.code === 'string')) return error.stack ?? error.message
  const reason = FILE_ERRORS[error.code] ?? error.code
  const place = 'path' in error && typeof error.path === 'string' ? error.path : 'the input'
  return `error: ${place} could not be read: ${reason}`
}

/** Runs a command line (without `node` and the script). Resolves to the exit code: 0, 1 it failed, 2 it was not understood. */
export async function run(args: readonly string[]): Promise<number> {
  endWithReader(process.stdout)
  try {
    await program().parseAsync(args, { from: 'user' })
    // A command that has more to say than that it went well.
    return Number(process.exitCode ?? 0)
  } catch (error) {
    // Commander has said what is wrong.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE
    process.stderr.write(`${explain(error)}\n`)
    return FAILED
  }
}
