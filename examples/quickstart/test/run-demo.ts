import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'

const MAIN = join(import.meta.dirname, '..', 'src', 'main.ts')

export interface DemoRun {
  /** null: ended by a signal. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** What is left in the folder for temporary files that the run had for itself. */
  readonly leftovers: readonly string[]
}

type Child = ChildProcessByStdio<null, Readable, Readable>

/** The server's process as its own file says; empty before it runs. */
function serverPids(folder: string): readonly number[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('postmaster.pid'))
    .map((path) => Number(readFileSync(join(folder, path), 'utf8').split('\n')[0]))
}

export interface Interruption {
  readonly signal: 'SIGINT' | 'SIGTERM'
  /** Part of the line after which the signal is sent. */
  readonly after: string
  /** Gets the server's process just before. */
  readonly onServer: (pids: readonly number[]) => void
}

/**
 * Makes the run stand still for a while after it has printed `text`, so that the signal meets it there on a busy
 * machine too.
 */
function holdAfter(text: string): string {
  const script = `
    const { write } = process.stdout
    process.stdout.write = (chunk, ...rest) => {
      const result = write.call(process.stdout, chunk, ...rest)
      const isThere = String(chunk).includes(${JSON.stringify(text)})
      if (isThere) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
      return result
    }`
  return `--import=data:text/javascript,${encodeURIComponent(script)}`
}

/** Runs the demo as a person does: as a process of its own, in a temporary folder of its own. */
export async function runDemo(args: readonly string[], interruption?: Interruption): Promise<DemoRun> {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-demo-test-'))
  // The server may run as another user, who has to get in.
  chmodSync(folder, 0o755)
  const hold = interruption === undefined ? [] : [holdAfter(interruption.after)]
  try {
    const child: Child = spawn(process.execPath, ['--conditions=@aegis/source', ...hold, MAIN, ...args], {
      env: { ...process.env, TMPDIR: folder, NO_COLOR: '', FORCE_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    let isInterrupted = false
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      stdout += chunk
      if (interruption === undefined || isInterrupted || !stdout.includes(interruption.after)) return
      isInterrupted = true
      interruption.onServer(serverPids(folder))
      child.kill(interruption.signal)
    })
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      stderr += chunk
    })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    // Programs that the server's user can reach are copied once and kept between runs.
    const leftovers = readdirSync(folder)
    return { code, stdout, stderr, leftovers }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
