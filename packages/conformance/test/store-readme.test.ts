import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { storeCases } from '../src/index.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../README.md')

describe('the README, on stores', () => {
  test('shows a test that runs', () => {
    expect(readme).toContain(`\`\`\`typescript\n${read('./acme-store.test.ts')}\`\`\`\n`)
  })

  test('lists every case, and none that is gone', () => {
    const rows = readme.split('\n').filter((line) => line.startsWith('| `S-'))
    const unpadded = rows.map((row) => row.replace(/ +\|/g, ' |'))
    expect(unpadded).toEqual(storeCases.map(({ id, title }) => `| \`${id}\` | ${title} |`))
  })
})
