import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { ended, runAegis, startAegis } from './run-aegis.ts'

const folder = join(import.meta.dirname, '..')
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))

describe('aegis', () => {
  it('prints its version', async () => {
    expect(await runAegis(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' })
  })

  it.each([
    [['--help'], /lineage .*which tables/],
    [['help', 'lineage'], /--jsonl/],
    [['lineage', '--help'], /postgresql, snowflake, bigquery, databricks/],
  ])('%j prints help', async (args, expected) => {
    const { code, stdout, stderr } = await runAegis(args)
    expect(stdout).toMatch(expected)
    expect([code, stderr]).toEqual([0, ''])
  })

  it('ends quietly when nobody reads its help', async () => {
    const child = startAegis(['lineage', '--help'])
    child.stdout.destroy()
    const { code, stderr } = await ended(child)
    expect([code, stderr]).toEqual([0, ''])
  })

  it.each([
    [['scann'], /unknown command 'scann'/],
    [['lineage', '--tree'], /unknown option '--tree'/],
    [['lineage', '--jsonl', '--dialect', 'oracle'], /no dialect "oracle".*postgresql, snowflake/],
    [['lineage', '--dialect', 'ansi'], /name a file/],
    [['lineage', 'a.sql'], /name the dialect: --dialect postgresql/],
    [['lineage', 'a.sql', '--jsonl'], /reads standard input/],
    [['lineage', '--jsonl', '--mermaid'], /cannot be used with/],
  ])('%j ends with 2 and one line that says what to do', async (args, expected) => {
    const { code, stdout, stderr } = await runAegis(args)
    expect(stderr).toMatch(expected)
    expect(stderr.trim().split('\n')).toHaveLength(1)
    expect([code, stdout]).toEqual([2, ''])
  })

  it.each([
    [join(folder, 'missing.sql'), /missing\.sql could not be read: there is no such file/],
    [folder, /could not be read: it is a folder/],
  ])('ends with 1 when %s cannot be read', async (file, expected) => {
    const { code, stderr } = await runAegis(['lineage', file, '--dialect', 'ansi'])
    expect(stderr).toMatch(expected)
    expect(stderr).not.toMatch(/ at /)
    expect(code).toBe(1)
  })

  const built = join(folder, 'dist', 'aegis.js')
  it.runIf(existsSync(built))('works as it is published', async () => {
    const child = promisify(execFile)(process.execPath, [built, 'lineage', '--dialect', 'ansi', '--jsonl'])
    child.child.stdin?.end('{"id":1,"sql":"INSERT INTO a SELECT * FROM b"}\n')
    const { stdout, stderr } = await child
    expect(JSON.parse(stdout)).toMatchObject({
      id: 1,
      status: 'parsed',
      edges: [{ source: 'b', target: 'a' }],
    })
    expect(stderr).toBe('')
  })
})
