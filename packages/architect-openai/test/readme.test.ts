import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8')

test('the README shows code that compiles', () => {
  expect(read('../README.md')).toContain(`\`\`\`typescript\n${read('./readme-example.ts')}\`\`\`\n`)
})
