import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { codeBlocks } from './doc-code.ts'

const root = join(import.meta.dirname, '..')
// Inside an example, so that imports resolve as they do for a user of all packages.
const parent = join(root, 'examples', 'quickstart')
mkdirSync(parent, { recursive: true })
const folder = mkdtempSync(join(parent, '.doc-code-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const blocks = codeBlocks(root)

function nameOf(file: string, line: number): string {
  return `${file.replaceAll(/[^a-z0-9]+/gi, '-')}-${line}.ts`
}

describe('the code in the documents', () => {
  test('is found', () => {
    expect(blocks.length).toBeGreaterThan(2)
    expect(blocks.some(({ file }) => file === 'README.md')).toBe(true)
  })

  test('compiles', () => {
    for (const { file, line, code } of blocks)
      writeFileSync(join(folder, nameOf(file, line)), `${code}\nexport {}\n`)
    const config = {
      extends: '../../../tsconfig.test.json',
      compilerOptions: { noUnusedLocals: false },
      include: ['*.ts'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const { status, stdout } = spawnSync('tsc', ['-p', folder], { cwd: root, encoding: 'utf8' })
    expect(`${stdout}`).toBe('')
    expect(status).toBe(0)
  })
})
