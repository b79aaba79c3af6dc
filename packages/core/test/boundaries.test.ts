import { globSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { type ArrowRow, forbiddenArrows, forbiddenDependencies } from './boundaries/forbidden-arrows.ts'
import { forbiddenImports, type Room, roomOf, type SourceFile } from './boundaries/forbidden-imports.ts'
import { runtimeCodeOf } from './boundaries/runtime-code-of.ts'

/** Who may import whom in core. A change here needs a decision record. */
const ROOMS: Readonly<Record<string, Room>> = {
  model: { rooms: [] },
  errors: { rooms: [] },
  ports: { rooms: ['model'] },
  secrets: { rooms: ['model', 'ports', 'errors'] },
  'severity-order': { rooms: ['model'] },
  'system-clock': { rooms: ['ports'] },
  identity: { rooms: ['model', 'ports'] },
  events: { rooms: ['model', 'ports', 'errors'], packages: ['eventemitter3'] },
  config: { rooms: ['model', 'ports', 'errors', 'sentinels/freshness'], packages: ['zod'] },
  warehouse: { rooms: ['model', 'ports', 'errors', 'identity', 'secrets'], packages: ['p-queue'] },
  sentinels: {
    rooms: ['model', 'ports', 'severity-order', 'identity'],
    packages: ['@noble/hashes', 'croner', 'fastest-levenshtein', 'munkres', 'zod'],
  },
  lineage: {
    rooms: ['model', 'ports', 'errors', 'identity'],
    packages: ['@noble/hashes', 'graphology', 'graphology-shortest-path', 'graphology-traversal', 'zod'],
  },
  architect: {
    rooms: [
      'model',
      'ports',
      'errors',
      'secrets',
      'identity',
      'lineage',
      'sentinels/schema/types',
      'system-clock',
    ],
    packages: ['zod'],
  },
  executor: {
    rooms: ['model', 'ports', 'errors', 'identity', 'architect'],
    packages: ['@noble/hashes'],
  },
  monitoring: {
    rooms: ['model', 'ports', 'errors', 'secrets', 'config', 'sentinels/schema'],
    packages: ['p-queue'],
  },
  scanner: {
    rooms: ['model', 'ports', 'errors', 'identity', 'events', 'warehouse', 'sentinels'],
    packages: ['croner', 'p-queue'],
  },
  orchestrator: {
    rooms: [
      'model',
      'ports',
      'errors',
      'identity',
      'events',
      'lineage',
      'architect',
      'executor',
      'sentinels/schema',
      'sentinels/freshness',
    ],
  },
  retention: { rooms: ['model', 'ports', 'system-clock'] },
  explain: { rooms: ['model', 'ports', 'errors', 'architect', 'sentinels/freshness'] },
  testing: { rooms: ['model', 'ports', 'errors', 'secrets', 'identity', 'severity-order', 'system-clock'] },
  aegis: { rooms: ['*'] },
  'create-aegis': { rooms: ['*'] },
  index: { rooms: ['*'] },
}

/** What core may need from npm: it runs anywhere, and brings no driver, no parser, no HTTP and no model client. */
const CORE_DEPENDENCIES = [
  '@noble/hashes',
  'croner',
  'eventemitter3',
  'fastest-levenshtein',
  'graphology',
  'graphology-shortest-path',
  'graphology-traversal',
  'munkres',
  'p-queue',
  'zod',
]

/** Who may use whom between packages; rows of packages that are still to come stand ready. */
const ARROWS: readonly ArrowRow[] = [
  ['core', []],
  ['conformance', ['core']],
  ['dev-postgres', []],
  ['lineage-sql', ['core']],
  ['architect-openai', ['core']],
  ['adapter-*', ['core']],
  ['store-kysely', ['core']],
  ['store-*', ['core', 'store-kysely']],
  ['server', ['core']],
  ['dashboard', ['server']],
  ['cli', ['core', 'server', 'adapter-*', 'store-*', 'lineage-sql', 'architect-openai']],
]

/** What only one kind of package may need. */
const DRIVERS: readonly (readonly [dependency: string, packages: readonly string[]])[] = [
  ['pg', ['adapter-postgres', 'store-postgres', 'dev-postgres']],
  ['@electric-sql/pglite', ['adapter-postgres', 'store-postgres']],
  ['kysely', ['store-kysely', 'store-sqlite', 'store-postgres']],
  ['better-sqlite3', ['store-sqlite']],
  ['hono', ['server']],
  ['openai', ['architect-openai']],
  ['react', ['dashboard']],
]

const packagesFolder = fileURLToPath(new URL('../../', import.meta.url))
const coreSource = join(packagesFolder, 'core', 'src')

function sourcesIn(folder: string, pattern: string): readonly SourceFile[] {
  return globSync(pattern, {
    cwd: folder,
    exclude: (name) => /(^|[\\/])(node_modules|dist)$/.test(name),
  }).map((path) => ({
    path: path.split(sep).join('/'),
    text: readFileSync(join(folder, path), 'utf8'),
  }))
}

interface Manifest {
  readonly folder: string
  readonly dependencies: readonly string[]
}

interface ManifestFile {
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

function manifests(): readonly Manifest[] {
  return globSync('*/package.json', { cwd: packagesFolder }).map((path) => {
    const manifest: ManifestFile = JSON.parse(readFileSync(join(packagesFolder, path), 'utf8'))
    return {
      folder: path.split(sep)[0] ?? '',
      dependencies: Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }),
    }
  })
}

describe('rooms of core', () => {
  const files = sourcesIn(coreSource, '**/*.ts')

  it('import only what the table allows', () => {
    expect(files.length).toBeGreaterThan(80)
    expect(forbiddenImports(files, ROOMS)).toEqual([])
  })

  it('are all there: no row outlives its room', () => {
    const found = new Set(files.map(({ path }) => roomOf(path)))
    expect([...found].sort()).toEqual(Object.keys(ROOMS).sort())
  })

  it.each(['model', 'ports'])('%s holds types only', (room) => {
    const own = files.filter(({ path }) => roomOf(path) === room)
    expect(own.length).toBeGreaterThan(5)
    expect(own.filter(({ text }) => runtimeCodeOf(text) !== '').map(({ path }) => path)).toEqual([])
  })

  it('the interface of the SDK is types only', () => {
    const own = files.filter(({ path }) => path === 'aegis.ts')
    expect(own.map(({ text }) => runtimeCodeOf(text))).toEqual([''])
  })

  it('take the time from a clock: only the system clock asks the machine', () => {
    const askers = files.filter(({ text }) =>
      /\bDate\.now\b|\bnew Date\(\)|\bset(Timeout|Interval)\b/.test(text),
    )
    expect(askers.map(({ path }) => path)).toEqual(['system-clock.ts'])
  })
})

describe('packages', () => {
  const files = sourcesIn(packagesFolder, '*/src/**/*.ts')
  const all = manifests()

  it('import each other only along the arrows', () => {
    const folders = new Set(files.map(({ path }) => path.split('/')[0]))
    expect(folders.size).toBeGreaterThanOrEqual(7)
    expect(forbiddenArrows(files, ARROWS)).toEqual([])
  })

  it('depend on each other only along the arrows', () => {
    expect(all.length).toBeGreaterThanOrEqual(7)
    expect(
      all.flatMap(({ folder, dependencies }) => forbiddenDependencies(folder, dependencies, ARROWS)),
    ).toEqual([])
  })

  it('core depends on what it lists, and on nothing else', () => {
    const core = all.find(({ folder }) => folder === 'core')
    expect(core?.dependencies.filter((name) => !CORE_DEPENDENCIES.includes(name))).toEqual([])
    expect(core?.dependencies.length).toBeGreaterThan(0)
  })

  it('keep each driver in its place', () => {
    const users = all.flatMap(({ folder, dependencies }) => dependencies.map((name) => ({ folder, name })))
    const misplaced = users.filter(({ folder, name }) =>
      DRIVERS.some(([driver, places]) => driver === name && !places.includes(folder)),
    )
    expect(misplaced).toEqual([])
    expect(users.filter(({ name }) => name === 'pg').length).toBeGreaterThan(0)
  })
})
