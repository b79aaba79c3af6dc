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

export interface RunOptions {
  /** Called with all output so far; what it is given lets it interrupt the run. */
  readonly onOutput?: (
    text: string,
    run: { readonly child: Child; readonly serverPids: () => readonly number[] },
  ) => void
}

/** Runs the demo as a person does: as a process of its own, in a temporary folder of its own. */
export async function runDemo(args: readonly string[], { onOutput }: RunOptions = {}): Promise<DemoRun> {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-demo-test-'))
  // The server may run as another user, who has to get in.
  chmodSync(folder, 0o755)
  try {
    const child: Child = spawn(process.execPath, ['--conditions=@aegis/source', MAIN, ...args], {
      env: { ...process.env, TMPDIR: folder, NO_COLOR: '', FORCE_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let stdout = ''
    let stderr = ''
    const tell = (): void => onOutput?.(stdout + stderr, { child, serverPids: () => serverPids(folder) })
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
      tell()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
      tell()
    })
    const code = await new Promise<number | null>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', resolve)
    })
    // Programs that the server's user can reach are copied once and kept between runs.
    const leftovers = readdirSync(folder).filter((name) => !name.endsWith('-binaries'))
    return { code, stdout, stderr, leftovers }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
