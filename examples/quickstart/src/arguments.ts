import { parseArgs } from 'node:util'

interface DemoArguments {
  readonly json: boolean
  readonly help: boolean
  /** null: the plain names. */
  readonly seed: number | null
}

export type ParsedArguments =
  | { readonly ok: true; readonly value: DemoArguments }
  | { readonly ok: false; readonly message: string }

export const HELP = `npm run demo -- [options]

Starts a real PostgreSQL, builds a small shop on it, breaks it, and shows what Aegis makes of it.

  --seed N   other names for every schema, table and column; the same N gives the same names
  --json     one JSON line on standard output, progress on standard error
  --help     this text
`

const SEED = /^\d{1,9}$/

function wrong(message: string): ParsedArguments {
  return { ok: false, message: `${message} See --help.` }
}

/** Reads the command line; a mistake is an answer in one line. */
export function parseDemoArguments(args: readonly string[]): ParsedArguments {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean' }, help: { type: 'boolean' }, seed: { type: 'string' } },
    })
    const { json = false, help = false, seed } = values
    if (seed !== undefined && !SEED.test(seed)) {
      return wrong(`--seed takes a whole number from 0 to 999999999, not \`${seed}\`.`)
    }
    return { ok: true, value: { json, help, seed: seed === undefined ? null : Number(seed) } }
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    // The first sentence names the option; what follows is about other programs.
    return wrong(`${text.split(/\.\s|\n/)[0]?.replace(/\.$/, '') ?? text}.`)
  }
}
