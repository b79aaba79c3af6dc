import { Command, InvalidArgumentError, Option } from 'commander'
import type { EvalFlags } from './evaluate.ts'
import type { BenchmarkOptions } from './run-benchmark.ts'

/** The seed of the figures that are quoted. */
const DEFAULT_SEED = 1
const DEFAULT_PER_FAULT = 15

const EXAMPLES = `
Examples:
  aegis eval rca                          a table, by kind of fault
  aegis eval rca --seed 7 --json          fresh incidents; one JSON line for each architect and split
  aegis eval rca --svg reliability.svg    how often each confidence is right
`

function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (Number.isSafeInteger(value) && value >= least) return value
    throw new InvalidArgumentError(`Give a whole number, ${least} or more.`)
  }
}

/** `architects`: who else is asked; a name without an architect has no line. */
export function evalCommand(architects: BenchmarkOptions['architects'] = {}): Command {
  const rca = new Command('rca')
    .summary('how often root causes are right, over simulated warehouses')
    .description(
      'Breaks simulated warehouses in known ways, lets Aegis find out why, and counts how often it is right. Nothing is connected to.',
    )
    .addOption(
      new Option('--seed <number>', 'other worlds and faults')
        .argParser(wholeNumber(0))
        .default(DEFAULT_SEED),
    )
    .addOption(
      new Option('--per-fault <number>', 'incidents of each kind of fault in each split')
        .argParser(wholeNumber(1))
        .default(DEFAULT_PER_FAULT),
    )
    .option('--json', 'print one JSON line for each architect and split')
    .option('--svg <file>', 'write a reliability plot')
    .addOption(new Option('--only <architect>', 'only the figures of one').choices(['rules', 'baseline']))
    .addHelpText('after', EXAMPLES)
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ styleTitle: (title) => title.toUpperCase() })
    .action(async (flags: EvalFlags) => {
      // The other commands are not to wait for worlds that they never see.
      const { evaluate } = await import('./evaluate.ts')
      await evaluate(flags, architects)
    })
  return new Command('eval')
    .summary('how good the answers are')
    .description('Measures how good the answers are.')
    .addCommand(rca)
}
