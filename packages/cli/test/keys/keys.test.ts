import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { aesSecrets, generateKey } from '@aegis/store-kysely'
import { describe, expect, test } from 'vitest'
import { runAegis } from '../run-aegis.ts'
import { storedPlace, URI } from './stored-place.ts'

describe('aegis keys', () => {
  test('generate prints a key that can be used, and nothing else on standard output', async () => {
    const { code, stdout, stderr } = await runAegis(['keys', 'generate'])
    const key = stdout.trim()
    expect(code).toBe(0)
    expect(Buffer.from(key, 'base64')).toHaveLength(32)
    expect(stderr).not.toContain(key)
    expect(aesSecrets(key).keyIds).toEqual([stderr.match(/id is ([0-9a-f]+)/)?.[1]])
  })

  test('rotate seals with the first key, and says what may be dropped', async () => {
    const [old, fresh] = [generateKey(), generateKey()]
    const place = storedPlace(old.key)
    await place.run(['connections', 'add', 'shop'], { input: URI })
    const both = { keys: `${fresh.key}, ${old.key}` }
    const rotated = await place.run(['keys', 'rotate', '--json'], both)
    expect(JSON.parse(rotated.stdout)).toEqual({
      rotated: 1,
      sealed: 1,
      unreadable: [],
      droppable: [old.id],
      still_needed: [],
    })
    // The old key is not needed any more, and good for nothing.
    expect((await place.run(['connections', 'test', 'shop'], { keys: fresh.key })).stdout).toContain(
      'ECONNREFUSED',
    )
    const late = await place.run(['connections', 'add', 'late'], {
      keys: `${old.key},${fresh.key}`,
      input: URI,
    })
    expect(late).toMatchObject({ code: 1, stderr: expect.stringContaining('rotated out') })
    const status = JSON.parse((await place.run(['keys', 'status', '--json'], both)).stdout)
    expect(status.keys).toMatchObject([
      { id: fresh.id, secrets: 1, position: 1, retired_at: null },
      { id: old.id, secrets: 0, position: 2, retired_at: expect.any(String) },
    ])
  })

  test('rotate and status make no store where there is none', async () => {
    const place = storedPlace()
    const { code, stderr } = await place.run(['keys', 'rotate'])
    expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no store') })
    expect(readdirSync(place.folder)).toEqual([])
    writeFileSync(place.path, '')
    const empty = await place.run(['keys', 'status'])
    expect(empty).toMatchObject({ code: 1, stderr: expect.stringContaining('There is no Aegis store') })
  })

  test('a wrong key is named by its id, and changes nothing', async () => {
    const right = generateKey()
    const wrong = generateKey()
    const place = storedPlace(right.key)
    await place.run(['connections', 'add', 'shop'], { input: URI })
    const before = readFileSync(place.path)
    for (const args of [
      ['keys', 'rotate'],
      ['connections', 'list'],
      ['connections', 'remove', 'shop'],
    ]) {
      const { code, stderr } = await place.run(args, { keys: wrong.key })
      expect(code).toBe(1)
      expect(stderr).toContain(right.id)
      expect(stderr).toContain(wrong.id)
      expect(stderr).not.toContain(wrong.key)
    }
    expect(readFileSync(place.path).equals(before)).toBe(true)
  })

  test.for([
    { keys: 'my favourite passphrase', says: 'passphrase' },
    { keys: Buffer.alloc(16, 7).toString('base64'), says: '16 bytes' },
    { keys: '', says: 'Set AEGIS_ENCRYPTION_KEY' },
  ])('keys that are none are refused without repeating them: $says', async ({ keys, says }) => {
    const { code, stderr } = await storedPlace().run(['connections', 'add', 'shop'], { keys, input: URI })
    expect(code).toBe(1)
    expect(stderr).toContain(says)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    if (keys !== '') expect(stderr).not.toContain(keys)
  })
})
