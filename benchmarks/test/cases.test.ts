import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCases } from '../src/cases.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'aegis-cases-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const line = (id: string, more: object = {}): string =>
  `${JSON.stringify({ id, dialect: 'ansi', sql: 'insert into t select * from a', edges: [['a', 't']], ...more })}\n`

describe('the statements of a folder', () => {
  test('every .jsonl file is read, by name, and nothing else', () => {
    writeFileSync(join(folder, 'b.jsonl'), line('b-1') + line('b-2', { alternatives: [[]], class: 'insert' }))
    writeFileSync(join(folder, 'a.jsonl'), line('a-1', { truncated: true }))
    writeFileSync(join(folder, 'README.md'), 'not a statement')
    const files = readCases(folder)
    expect(files.map(({ name, statements }) => [name, statements.map(({ id }) => id)])).toEqual([
      ['a', ['a-1']],
      ['b', ['b-1', 'b-2']],
    ])
    expect(files[0]?.statements[0]).toMatchObject({ alternatives: [], truncated: true })
    expect(files[1]?.statements[1]).toMatchObject({ alternatives: [[]], truncated: false })
  })

  test('a folder that is not there has none', () => {
    expect(readCases(join(folder, 'absent'))).toEqual([])
  })

  test('a line that is wrong is named', () => {
    writeFileSync(join(folder, 'a.jsonl'), `${line('a-1')}{"id":\n`)
    expect(() => readCases(folder)).toThrow(/a\.jsonl, line 2, is not JSON/)
    writeFileSync(join(folder, 'a.jsonl'), `${line('a-1')}\n${line('a-2', { edges: [['a']] })}`)
    expect(() => readCases(folder)).toThrow(/a\.jsonl, line 3, is no statement with its truth/)
  })
})
