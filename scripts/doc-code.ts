import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface CodeBlock {
  /** Path of the document, relative to the root. */
  readonly file: string
  /** Line of the opening fence, 1-based. */
  readonly line: number
  readonly code: string
}

const FENCE = /^```ts\n([\s\S]*?)^```$/gm

/** Every TypeScript block of the documents, in order. */
export function codeBlocks(root: string): readonly CodeBlock[] {
  const files = ['README.md', ...globSync('{docs,packages,examples,benchmarks,chaos}/**/*.md', { cwd: root })]
  return files
    .filter((file) => !file.includes('node_modules'))
    .sort()
    .flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return [...text.matchAll(FENCE)].map((match) => ({
        file,
        line: text.slice(0, match.index).split('\n').length,
        code: match[1] ?? '',
      }))
    })
}
