import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runAegis } from '../run-aegis.ts'

describe('aegis eval rca', { timeout: 240_000 }, () => {
  it('prints one JSON line for each architect and split, and writes the plot', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'aegis-eval-'))
    try {
      const file = join(folder, 'plot.svg')
      const { code, stdout, stderr } = await runAegis([
        'eval',
        'rca',
        '--seed',
        '3',
        '--per-fault',
        '1',
        '--json',
        '--svg',
        file,
      ])
      expect(stderr).toMatch(/100 % held_out/)
      expect(code).toBe(0)
      const lines = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line))
      expect(lines.map(({ architect, split }) => `${architect} ${split}`)).toEqual([
        'baseline tuned',
        'baseline held_out',
        'rules tuned',
        'rules held_out',
      ])
      for (const line of lines) expect(line).toMatchObject({ seed: 3, n: 16 })
      expect(await readFile(file, 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s)
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('prints only the figures of one', async () => {
    const { stdout } = await runAegis(['eval', 'rca', '--per-fault', '1', '--only', 'baseline'])
    expect(stdout).toMatch(/baseline, tuned +16 /)
    expect(stdout).not.toMatch(/rules/)
  })

  it.each([
    [['eval', 'rca', '--seed', 'x'], /whole number/],
    [['eval', 'rca', '--only', 'me'], /rules, baseline/],
    [['eval', 'rcb'], /unknown command|too many arguments/],
  ])('%j ends with 2', async (args, expected) => {
    const { code, stdout, stderr } = await runAegis(args)
    expect(stderr).toMatch(expected)
    expect([code, stdout]).toEqual([2, ''])
  })
})
