import { HELP, parseDemoArguments } from './arguments.ts'
import { isMended } from './report/demo-report.ts'
import { reportJson } from './report/json.ts'
import { renderReport, renderTitle } from './report/render-report.ts'
import { tellStory } from './story.ts'
import { createTerminal } from './terminal/terminal.ts'

const EXIT = { ok: 0, failed: 1, usage: 2, interrupted: 130 } as const

/** Aborted by Ctrl-C, by a request to end, or when the reader of the output is gone. */
function abortOnSignals(): AbortSignal {
  const controller = new AbortController()
  const abort = (): void => controller.abort()
  // Stays in place: a second Ctrl-C must not cut the clean-up short.
  process.on('SIGINT', abort)
  process.on('SIGTERM', abort)
  process.on('SIGHUP', abort)
  process.stdout.on('error', abort)
  process.stderr.on('error', abort)
  return controller.signal
}

function messageOf(error: unknown): string {
  // What went wrong first; that the clean-up failed too is its consequence.
  if (error instanceof SuppressedError) return messageOf(error.suppressed)
  return error instanceof Error ? error.message : String(error)
}

async function main(args: readonly string[]): Promise<number> {
  const parsed = parseDemoArguments(args)
  if (!parsed.ok) {
    process.stderr.write(`${parsed.message}\n`)
    return EXIT.usage
  }
  const { json, help, seed } = parsed.value
  if (help) {
    process.stdout.write(HELP)
    return EXIT.ok
  }
  const signal = abortOnSignals()
  const terminal = createTerminal(json ? process.stderr : process.stdout, process.env)
  if (!json) terminal.print(renderTitle(terminal.paint))
  try {
    const report = await tellStory({ seed, terminal, signal })
    if (json) process.stdout.write(`${reportJson(report)}\n`)
    else terminal.print(renderReport(report, terminal.paint))
    return isMended(report) ? EXIT.ok : EXIT.failed
  } catch (error) {
    if (signal.aborted) {
      process.stderr.write('Stopped. The server and its files are gone.\n')
      return EXIT.interrupted
    }
    process.stderr.write(`The demo failed: ${messageOf(error)}\n`)
    return EXIT.failed
  }
}

process.exitCode = await main(process.argv.slice(2))
