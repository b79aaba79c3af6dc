import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import type { Unseen } from './score.ts'

const pair = z.tuple([z.string(), z.string()])
const caseLine: z.ZodType<Unseen> = z.object({
  id: z.string(),
  dialect: z.string(),
  sql: z.string(),
  edges: z.array(pair),
  alternatives: z.array(z.array(pair)).default([]),
  truncated: z.boolean().default(false),
})

export interface CaseFile {
  /** Of the file, without its ending. */
  readonly name: string
  readonly statements: readonly Unseen[]
}

function parseLine(text: string, where: string): Unseen {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new Error(`${where} is not JSON.`)
  }
  const parsed = caseLine.safeParse(json)
  if (!parsed.success)
    throw new Error(`${where} is no statement with its truth: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

function readFile(path: string): CaseFile {
  const statements = readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line === '' ? [] : [parseLine(line, `${path}, line ${index + 1},`)]))
  return { name: basename(path, '.jsonl'), statements }
}

/** Every `*.jsonl` of a folder in the order of the names; none where there is no such folder. */
export function readCases(folder: string): readonly CaseFile[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => readFile(join(folder, name)))
}
