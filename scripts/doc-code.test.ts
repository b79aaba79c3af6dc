import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { requirePostgres, startPostgres } from '@aegis/dev-postgres'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'

import { type CodeBlock, codeBlocks } from './doc-code.ts'

const root = join(import.meta.dirname, '..')
// Inside an example, so that imports resolve as they do for a user of all packages.
const folder = mkdtempSync(join(root, 'examples', 'quickstart', '.doc-code-'))
const scratch = mkdtempSync(join(tmpdir(), 'aegis-doc-'))
afterAll(() => {
  for (const path of [folder, scratch]) rmSync(path, { recursive: true, force: true })
})

const blocks = codeBlocks(root)

function fileOf({ file, line }: CodeBlock): string {
  return join(folder, `${file.replaceAll(/[^a-z0-9]+/gi, '-')}-${line}.ts`)
}

for (const block of blocks) writeFileSync(fileOf(block), `${block.code}\nexport {}\n`)

/** Runs a block as a program, in an empty folder of its own; resolves to what it printed. */
function run(
  block: CodeBlock,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly code: number | null; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--conditions=@aegis/source', fileOf(block)], {
      cwd: mkdtempSync(join(scratch, 'run-')),
      env: { ...process.env, ...env },
    })
    let output = ''
    const keep = (chunk: Buffer): void => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code) => resolve({ code, output }))
  })
}

describe('the code in the documents', () => {
  test('is found', () => {
    expect(blocks.length).toBeGreaterThan(4)
    expect(blocks.some(({ file }) => file === 'README.md')).toBe(true)
  })

  test('compiles', () => {
    const config = {
      extends: '../../../tsconfig.test.json',
      compilerOptions: { noUnusedLocals: false },
      include: ['*.ts'],
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
    const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', folder], {
      cwd: root,
      encoding: 'utf8',
    })
    expect(stdout).toBe('')
    expect(status).toBe(0)
  })

  test.runIf(requirePostgres())('runs: the first example of each README that takes a warehouse', async () => {
    const server = await startPostgres()
    try {
      const url = server.connectionString()
      const admin = new pg.Client({ connectionString: url })
      await admin.connect()
      await admin.query('CREATE EXTENSION pg_stat_statements; CREATE SCHEMA analytics')
      await admin.query('CREATE TABLE analytics.orders (id int, updated_at timestamptz)')
      await admin.query("INSERT INTO analytics.orders VALUES (1, now() - interval '3 hours')")
      await admin.end()
      const examples = blocks.filter(({ code }) => code.includes('SHOP_URL'))
      expect(examples.map(({ file }) => file)).toEqual([
        'README.md',
        'packages/adapter-postgres/README.md',
        'packages/core/README.md',
        'packages/store-postgres/README.md',
        'packages/store-sqlite/README.md',
      ])
      const outputs: string[] = []
      for (const example of examples) {
        const { code, output } = await run(example, { SHOP_URL: url, STORE_URL: url })
        expect(`${example.file} ended with ${code}: ${code === 0 ? '' : output}`).toBe(
          `${example.file} ended with 0: `,
        )
        outputs.push(output)
      }
      expect(outputs[1]).toMatch(/query_log passed/)
      // The first example names no column: `updated_at` is found.
      for (const at of [0, 2]) expect(outputs[at]).toMatch(/freshness_violation analytics\.orders/)
    } finally {
      await server.stop()
    }
  })
})
