import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { requirePostgres, startPostgres } from '@aegis/dev-postgres'
import { describe, expect, test } from 'vitest'
import { PASSWORD, storedPlace, URI } from '../keys/stored-place.ts'

describe('aegis connections', () => {
  test('keeps a connection string that no output and no file shows', async () => {
    const place = storedPlace()
    const shown = [
      await place.run(['connections', 'add', 'shop'], { input: `${URI}\n` }),
      await place.run(['connections', 'add', 'crm', '--uri-env', 'SHOP_URL']),
      await place.run(['connections', 'add', 'shop'], { input: URI }),
      await place.run(['connections', 'list']),
      await place.run(['connections', 'test', 'crm', '--json']),
      await place.run(['connections', 'add', 'bad'], { input: `${URI.replace('@', '/@')}` }),
      await place.run(['connections', 'add', 'odd'], { input: `mysql://aegis:${PASSWORD}@db/shop` }),
    ]
    expect(shown.map(({ code }) => code)).toEqual([0, 0, 1, 0, 1, 1, 1])
    expect(shown[3]?.stdout).toContain('shop  postgresql  127.0.0.1:1/shop  ok')
    expect(shown[2]?.stderr).toContain('--replace')
    for (const { stdout, stderr } of shown) expect(stdout + stderr).not.toContain(PASSWORD)
    for (const file of readdirSync(place.folder)) {
      expect(readFileSync(join(place.folder, file)).includes(PASSWORD)).toBe(false)
    }
  })

  test('a string is replaced when that is asked for, and removed', async () => {
    const place = storedPlace()
    await place.run(['connections', 'add', 'shop'], { input: URI })
    const elsewhere = URI.replace('127.0.0.1:1', 'elsewhere')
    const replaced = await place.run(['connections', 'add', 'shop', '--replace'], { input: elsewhere })
    expect(replaced.stdout).toBe('Kept shop (elsewhere/shop).\n')
    expect((await place.run(['connections', 'remove', 'shop'])).stdout).toBe('Removed shop.\n')
    expect((await place.run(['connections', 'test', 'shop'])).stderr).toContain('Known: none')
  })

  test('nothing on standard input and an unset variable are told apart', async () => {
    const place = storedPlace()
    expect((await place.run(['connections', 'add', 'shop'], { input: ' \n' })).stderr).toContain(
      'standard input',
    )
    const unset = await place.run(['connections', 'add', 'shop', '--uri-env', 'NO_SUCH_VARIABLE'])
    expect(unset.stderr).toContain('NO_SUCH_VARIABLE')
    expect(readdirSync(place.folder)).toEqual([])
  })
})

describe.runIf(requirePostgres())('aegis connections on a real server', () => {
  test('test tells stage by stage', async () => {
    const server = await startPostgres()
    try {
      const place = storedPlace()
      await place.run(['connections', 'add', 'shop'], { input: server.connectionString() })
      const { code, stdout } = await place.run(['connections', 'test', 'shop'])
      expect(stdout).toMatch(/^PostgreSQL 18/)
      expect(stdout).toMatch(/^passed +sign_in/m)
      expect(code).toBe(0)
    } finally {
      await server.stop()
    }
  })
})
