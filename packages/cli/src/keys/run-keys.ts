import { generateKey } from '@aegis/store-kysely'
import { write } from '../output.ts'
import { withStore } from '../store/open-store.ts'
import { rotationJson, rotationPage, statusJson, statusPage } from './keys-page.ts'

export async function generate(): Promise<void> {
  const { key, id } = generateKey()
  await write(process.stdout, `${key}\n`)
  // Only the key goes into a file or a variable.
  process.stderr.write(
    `Its id is ${id}. Keep the key where the store is not: without it the secrets are lost.\n`,
  )
}

/** Ends with 1 when something is still sealed with another key. */
export async function rotate({ json = false }: { readonly json?: boolean }): Promise<void> {
  const rotation = await withStore({ mustExist: true }, (store) => store.keys.rotate())
  await write(process.stdout, json ? rotationJson(rotation) : rotationPage(rotation))
  if (rotation.unreadable.length > 0 || rotation.stillNeeded.length > 0) process.exitCode = 1
}

/** Ends with 1 when a key that is needed is missing, or a secret does not open. */
export async function status({ json = false }: { readonly json?: boolean }): Promise<void> {
  const found = await withStore({ mustExist: true }, (store) => store.keys.status())
  await write(process.stdout, json ? statusJson(found) : statusPage(found))
  const isMissing = found.keys.some(({ position, secrets }) => position === null && secrets > 0)
  if (isMissing || found.unreadable.length > 0) process.exitCode = 1
}
