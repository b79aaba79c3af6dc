import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { warehouseCases } from '../src/index.ts'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')
const readme = read('../README.md')

describe('the README', () => {
  it('shows a test that runs', () => {
    expect(readme).toContain(`\`\`\`typescript\n${read('./acme.test.ts')}\`\`\`\n`)
  })

  it('lists every warehouse case, and none that is gone', () => {
    const rows = readme.split('\n').filter((line) => line.startsWith('| `W-'))
    const unpadded = rows.map((row) => row.replace(/ +\|/g, ' |'))
    expect(unpadded).toEqual(warehouseCases.map(({ id, title }) => `| \`${id}\` | ${title} |`))
  })
})
