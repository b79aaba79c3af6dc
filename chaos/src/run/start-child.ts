import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type ChildReport, type ChildTask, readReport } from '../child-task.ts'

export interface Child {
  kill(signal: NodeJS.Signals): void
  /** How it ended. Everything it said has been told by then. */
  readonly ended: Promise<{
    readonly code: number | null
    readonly signal: string | null
    readonly stderr: string
  }>
}

/** From sources while the packages are not built, as in tests. */
function conditions(): readonly string[] {
  return import.meta.resolve('@aegis/core').endsWith('.ts') ? ['--conditions=@aegis/source'] : []
}

export function startChild(task: ChildTask, cache: string, hear: (report: ChildReport) => void): Child {
  const script = fileURLToPath(new URL('../child.ts', import.meta.url))
  const child = spawn(process.execPath, [...conditions(), script, JSON.stringify(task)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // Most of a life would go into compiling.
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr = (stderr + chunk.toString()).slice(-4000)
  })
  const exited = once(child, 'close')

  async function listen(): Promise<Awaited<Child['ended']>> {
    for await (const line of createInterface({ input: child.stdout })) {
      const report = readReport(line)
      if (report !== null) hear(report)
    }
    await exited
    return { code: child.exitCode, signal: child.signalCode, stderr }
  }

  return { kill: (signal) => child.kill(signal), ended: listen() }
}
