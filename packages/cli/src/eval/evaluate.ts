import { writeFile } from 'node:fs/promises'
import { sqlLineage } from '@aegis/lineage-sql'
import { write } from '../output.ts'
import { paintFor } from '../paint.ts'
import { type Answers, ARCHITECT_NAMES } from './answer.ts'
import { measureSpeed } from './play/speed.ts'
import { scoreLines } from './report/json-lines.ts'
import { reliabilitySvg } from './report/reliability-svg.ts'
import { scorePage } from './report/score-page.ts'
import { type BenchmarkOptions, runBenchmark } from './run-benchmark.ts'

/** Tables of the world that speed is measured in. */
const MANY_TABLES = 10_000

export interface EvalFlags {
  readonly seed: number
  readonly perFault: number
  readonly json?: true
  readonly svg?: string
  readonly only?: 'baseline' | 'rules'
}

/** One line that is written over on a terminal, and one for each tenth elsewhere. */
function progressOn(stream: NodeJS.WriteStream): (share: number, text: string) => void {
  let told = -1
  return (share, text) => {
    const step = Math.floor(share * (stream.isTTY ? 100 : 10))
    if (step === told) return
    told = step
    const words = `${Math.floor(share * 100)} % ${text}`
    stream.write(stream.isTTY ? `\r\u001b[K${share >= 1 ? '' : words}` : `${words}\n`)
  }
}

function onlyOf(answers: Answers, only: EvalFlags['only']): Answers {
  if (only === undefined) return answers
  const kept = ARCHITECT_NAMES.filter((name) => name === only || name === 'model')
  return Object.fromEntries(
    kept.flatMap((name) => (answers[name] === undefined ? [] : [[name, answers[name]]])),
  )
}

/** Runs the benchmark and prints its figures, progress on standard error. */
export async function evaluate(flags: EvalFlags, architects: BenchmarkOptions['architects']): Promise<void> {
  const { seed, perFault } = flags
  const parser = sqlLineage()
  const onProgress = progressOn(process.stderr)
  const answers = onlyOf(await runBenchmark({ seed, parser, perFault, architects, onProgress }), flags.only)
  if (flags.svg !== undefined) await writeFile(flags.svg, reliabilitySvg(answers, seed))
  if (flags.json === true) {
    const lines = scoreLines(answers, seed).map((line) => `${JSON.stringify(line)}\n`)
    return write(process.stdout, lines.join(''))
  }
  const speed = flags.only === 'baseline' ? null : await measureSpeed(seed, MANY_TABLES, parser)
  await write(process.stdout, `${scorePage({ seed, answers, speed }, paintFor(process.stdout)).join('\n')}\n`)
}
