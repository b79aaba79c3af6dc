import { stripTypeScriptTypes } from 'node:module'

/** What is left of a TypeScript file when it runs: without types and comments. Empty: the file is types only. */
export function runtimeCodeOf(source: string): string {
  return stripTypeScriptTypes(source)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '')
    .replace(/\s+/g, ' ')
    .trim()
}
