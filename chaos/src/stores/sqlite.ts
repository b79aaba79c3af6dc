import { join } from 'node:path'
import Database from 'better-sqlite3'
import type { ChaosStore, StoreAddress } from './chaos-store.ts'
import { openStore } from './open-store.ts'

export async function sqliteChaos(folder: string): Promise<ChaosStore> {
  const path = join(folder, 'aegis.db')
  const address: StoreAddress = { kind: 'sqlite', path }
  return {
    address,
    open: () => openStore(address),
    troubles: [],
    async integrityProblems(): Promise<readonly string[]> {
      const database = new Database(path)
      try {
        const integrity = database.prepare('pragma integrity_check').pluck().all().map(String)
        const foreignKeys = database.prepare('pragma foreign_key_check').all()
        return [
          ...integrity.filter((line) => line !== 'ok'),
          ...foreignKeys.map((row) => `foreign key: ${JSON.stringify(row)}`),
        ]
      } finally {
        database.close()
      }
    },
    async close() {},
  }
}
