import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateKey } from '@aegis/store-kysely'
import { onTestFinished } from 'vitest'
import { type Ended, runAegis } from '../run-aegis.ts'

export const PASSWORD = 'correct-h0rse-battery'
/** Nobody listens there. */
export const URI = `postgres://aegis:${PASSWORD}@127.0.0.1:1/shop`

export interface StoredPlace {
  readonly folder: string
  readonly path: string
  /** The command with this store; `keys` replaces the keys given at first. */
  run(args: readonly string[], options?: { readonly input?: string; readonly keys?: string }): Promise<Ended>
}

/** An empty folder with the variables that name a store in it. */
export function storedPlace(keys: string = generateKey().key): StoredPlace {
  const folder = mkdtempSync(join(tmpdir(), 'aegis-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'aegis.db')
  return {
    folder,
    path,
    run: (args, options = {}) =>
      runAegis(args, options.input ?? '', {
        AEGIS_STORE_URL: '',
        AEGIS_DB_PATH: path,
        AEGIS_ENCRYPTION_KEY: options.keys ?? keys,
        SHOP_URL: URI,
      }),
  }
}
