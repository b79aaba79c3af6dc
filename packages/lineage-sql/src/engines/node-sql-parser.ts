import type { SqlEngine } from './engine.ts'

export async function nodeSqlParserEngine(): Promise<SqlEngine> {
  return { read: () => ({ ok: false, reason: 'todo', trapped: false }) }
}
