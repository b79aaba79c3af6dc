import type { SourceFile } from './forbidden-imports.ts'
import { importsOf, packageOf, targetOf } from './imports-of.ts'

/** A package, or several by `*`, and the packages of this project that it may use. The first row that fits decides. */
export type ArrowRow = readonly [packageName: string, mayUse: readonly string[]]

const SCOPE = '@aegis/'

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

function mayUse(rows: readonly ArrowRow[], from: string, to: string): boolean {
  const row = rows.find(([pattern]) => fits(pattern, from))
  return row?.[1].some((pattern) => fits(pattern, to)) ?? false
}

/**
 * Each import between packages that no arrow allows, and each that goes around a package's name by a relative path.
 * Paths begin with the package's folder: `core/src/index.ts`.
 */
export function forbiddenArrows(files: readonly SourceFile[], rows: readonly ArrowRow[]): readonly string[] {
  return files.flatMap(({ path, text }) => {
    const from = path.split('/')[0] ?? ''
    const isAllowed = (specifier: string): boolean => {
      const target = targetOf(path, specifier)
      if (target !== null) return target.startsWith(`${from}/`)
      const name = packageOf(specifier)
      return !name.startsWith(SCOPE) || mayUse(rows, from, name.slice(SCOPE.length))
    }
    return importsOf(text)
      .filter((specifier) => !isAllowed(specifier))
      .map((specifier) => `${path} imports ${specifier}`)
  })
}

/** Each dependency in the manifest of package `from` that no arrow allows. */
export function forbiddenDependencies(
  from: string,
  dependencies: readonly string[],
  rows: readonly ArrowRow[],
): readonly string[] {
  return dependencies
    .filter((name) => name.startsWith(SCOPE) && !mayUse(rows, from, name.slice(SCOPE.length)))
    .map((name) => `${from} depends on ${name}`)
}
