import type { Secret } from '../ports/secrets.ts'
import { scrubText } from './scrub-text.ts'

const DATABASE = /^\/([\w.-]{1,63})\/?$/

/**
 * Where a URI leads, as may be shown: `host:port/database`, without user, password and settings. null: it is no such URI, or one in which
 * a part of the password could pass for the host.
 */
export function targetOf(uri: Secret): string | null {
  const text = uri.reveal().trim()
  const [, behind = ''] = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*(.*)$/is.exec(text) ?? []
  // An @ there: an unescaped character cut the password in two.
  if (!URL.canParse(text) || /@|%40/.test(behind)) return null
  const { host, pathname } = new URL(text)
  if (host === '') return null
  const database = DATABASE.exec(pathname)?.[1]
  const target = database === undefined ? host : `${host}/${database}`
  return scrubText(target) === target ? target : null
}
