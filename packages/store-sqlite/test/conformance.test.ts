import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describeStore } from '@aegis/conformance/vitest'
import { sqliteStore } from '../src/index.ts'

/** Without a key a store keeps no connection strings. */
const encryptionKey = randomBytes(32).toString('base64')

const folders = new WeakMap<object, string>()

describeStore({
  name: 'sqliteStore on a file',
  create: () => {
    const folder = mkdtempSync(join(tmpdir(), 'aegis-store-'))
    let ahead = 0
    const options = {
      encryptionKey,
      path: join(folder, 'aegis.db'),
      now: (): Date => new Date(Date.now() + ahead),
    }
    const subject = {
      store: sqliteStore(options),
      reopen: async () => sqliteStore(options),
      advance: (ms: number): void => {
        ahead += ms
      },
    }
    folders.set(subject, folder)
    return subject
  },
  destroy: (subject) => {
    const folder = folders.get(subject)
    if (folder !== undefined) rmSync(folder, { recursive: true })
  },
})

describeStore({
  name: 'sqliteStore in memory, waiting for real leases',
  create: () => ({ store: sqliteStore({ path: ':memory:', encryptionKey }) }),
})
