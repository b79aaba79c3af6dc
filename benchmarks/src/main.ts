// Runs one benchmark: `npm run bench -- NAME [--json]`.
import { parseArgs } from 'node:util'
import { type Bench, createReport } from './report.ts'

/** Loaded only when it runs: a benchmark may need a server that another does not. */
const BENCHES: ReadonlyMap<string, () => Promise<{ readonly bench: Bench }>> = new Map([
  ['accuracy', () => import('./accuracy.ts')],
  ['drift', () => import('./drift.ts')],
  ['graph', () => import('./graph.ts')],
  ['lineage', () => import('./lineage.ts')],
  ['scan', () => import('./scan.ts')],
])

function usage(problem: string): number {
  process.stderr.write(`${problem} Usage: npm run bench -- ${[...BENCHES.keys()].join('|')} [--json]\n`)
  return 2
}

async function main(args: readonly string[]): Promise<number> {
  let parsed: { readonly values: { readonly json?: boolean }; readonly positionals: readonly string[] }
  try {
    parsed = parseArgs({ args: [...args], options: { json: { type: 'boolean' } }, allowPositionals: true })
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error))
  }
  const [name, ...more] = parsed.positionals
  if (name === undefined || more.length > 0) return usage('Name one benchmark.')
  const load = BENCHES.get(name)
  if (load === undefined) return usage(`There is no benchmark ${name}.`)
  const { bench } = await load()
  await bench(createReport(parsed.values.json === true))
  return 0
}

process.exitCode = await main(process.argv.slice(2))
