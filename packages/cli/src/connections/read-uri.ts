import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { AegisError, type Secret, secret } from '@aegis/core'

/** Longer input is no connection string; it may be a file that was piped in by mistake. */
const MOST = 1_000_000

async function askQuietly(question: string): Promise<string> {
  process.stderr.write(question)
  // What is typed is not echoed.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  try {
    return await lines.question('')
  } finally {
    lines.close()
    process.stderr.write('\n')
  }
}

async function readAll(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += String(chunk)
    if (text.length > MOST)
      throw new AegisError('CONFIG_INVALID', 'Standard input holds no connection string: it is too long.')
  }
  return text
}

/** From the environment variable of that name, else from standard input. Never from an argument: those are seen by every process. */
export async function readUri(variable: string | undefined): Promise<Secret> {
  if (variable !== undefined) {
    const value = process.env[variable]
    if (value) return secret(value.trim())
    throw new AegisError('CONFIG_INVALID', `The environment variable ${variable} is not set, or empty.`)
  }
  const given = process.stdin.isTTY ? await askQuietly('Connection string (not shown): ') : await readAll()
  if (given.trim() === '') {
    throw new AegisError(
      'CONFIG_INVALID',
      'There is no connection string on standard input. Pipe it in, or name a variable with --uri-env.',
    )
  }
  return secret(given.trim())
}
