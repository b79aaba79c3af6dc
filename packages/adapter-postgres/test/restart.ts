import { execFile } from 'node:child_process'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TestDatabase } from './database.ts'

export interface Restartable {
  restart(): Promise<void>
  /** Ends the server that was started anew; it is nobody's child. */
  stop(): Promise<void>
}

/** A server that can be restarted on its port, with its data and settings. */
export async function restartable({ server, sql }: TestDatabase): Promise<Restartable> {
  const [found] = await sql("SELECT setting AS bin FROM pg_config WHERE name = 'BINDIR'")
  const data = join(server.folder, 'data')
  const { uid, gid } = statSync(data)
  const identity = process.getuid?.() === 0 ? { uid, gid } : {}
  const control = async (...args: readonly string[]): Promise<void> => {
    const command = [...args, '-D', data, '-m', 'fast', '-w', '-l', join(data, 'restart.log')]
    await promisify(execFile)(join(String(found?.bin), 'pg_ctl'), command, { cwd: data, ...identity })
  }
  return { restart: () => control('restart'), stop: () => control('stop') }
}
