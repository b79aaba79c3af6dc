import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export type ChildName = 'migrate' | 'write'

/** Starts a process of its own that works on the store. */
export function startChild(name: ChildName, args: readonly string[]): ChildProcess {
  const script = fileURLToPath(new URL(`${name}.ts`, import.meta.url))
  return spawn(process.execPath, ['--conditions=@aegis/source', script, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Calls `onLine` for each line the process prints, and resolves with its exit code; null: it was killed. */
export async function linesOf(child: ChildProcess, onLine: (line: string) => void): Promise<number | null> {
  const exited = once(child, 'exit')
  if (child.stdout !== null) for await (const line of createInterface({ input: child.stdout })) onLine(line)
  const [code] = await exited
  return typeof code === 'number' ? code : null
}

/** Runs the process to its end and returns what it printed. Rejects when it fails. */
export async function runChild(name: ChildName, args: readonly string[]): Promise<readonly string[]> {
  const lines: string[] = []
  const code = await linesOf(startChild(name, args), (line) => lines.push(line))
  if (code !== 0) throw new Error(`${name} ended with code ${code}`)
  return lines
}
