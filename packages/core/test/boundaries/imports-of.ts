/** Where a module gets names from: `import` and `export ... from`, for types too, by effect only, and `import()`. */
export function importsOf(source: string): readonly string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const statements = /^\s*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*(['"])([^'"]+)\1/gm
  const calls = /\b(?:import|require)\(\s*(['"`])([^'"`]+)\1/g
  return [statements, calls].flatMap((pattern) =>
    Array.from(code.matchAll(pattern), ([, , specifier = '']) => specifier),
  )
}

/** `graphology-traversal/bfs.js` -> `graphology-traversal`, `@aegis/core/ports` -> `@aegis/core`. */
export function packageOf(specifier: string): string {
  const [first = '', second = ''] = specifier.split('/')
  return first.startsWith('@') ? `${first}/${second}` : first
}

/** The file that a relative import means, as a path like `from`; null: it is not relative. */
export function targetOf(from: string, specifier: string): string | null {
  if (!specifier.startsWith('.')) return null
  const parts = from.split('/').slice(0, -1)
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
