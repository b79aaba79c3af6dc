import { describe, expect, it } from 'vitest'
import { forbiddenArrows, forbiddenDependencies } from './forbidden-arrows.ts'
import { forbiddenImports } from './forbidden-imports.ts'
import { importsOf, packageOf, targetOf } from './imports-of.ts'
import { runtimeCodeOf } from './runtime-code-of.ts'

describe('importsOf', () => {
  it.each([
    ['a name', "import { a } from './a.ts'", ['./a.ts']],
    ['a type', "import type { A } from './a.ts'", ['./a.ts']],
    ['all', "import * as z from 'zod'", ['zod']],
    ['a default', 'import PQueue from "p-queue"', ['p-queue']],
    ['an effect', "import './a.ts'", ['./a.ts']],
    ['a re-export', "export { a } from './a.ts'", ['./a.ts']],
    ['a re-export of types', "export type * from './a.ts'", ['./a.ts']],
    [
      'several lines',
      "import {\n  a,\n  type B,\n} from './a.ts'\nimport b from './b.ts'",
      ['./a.ts', './b.ts'],
    ],
    ['in time', "const a = await import('node:fs')", ['node:fs']],
    ['in the old way', "const a = require('fs')", ['fs']],
    ['a comment', "/**\n * import { a } from './a.ts'\n */\n// import './b.ts'", []],
    ['an export that only follows a text', "export const a = 'x'\nexport const from = 'y'", []],
  ])('%s', (_, source, found) => {
    expect(importsOf(source)).toEqual(found)
  })
})

it.each([
  ['zod', 'zod'],
  ['graphology-traversal/bfs.js', 'graphology-traversal'],
  ['@noble/hashes/sha2.js', '@noble/hashes'],
  ['node:fs/promises', 'node:fs'],
])('packageOf %s is %s', (specifier, name) => {
  expect(packageOf(specifier)).toBe(name)
})

it.each([
  ['a/b.ts', './c.ts', 'a/c.ts'],
  ['a/b/c.ts', '../d.ts', 'a/d.ts'],
  ['a.ts', './b/c.ts', 'b/c.ts'],
  ['a.ts', 'zod', null],
])('from %s the import %s is %s', (from, specifier, target) => {
  expect(targetOf(from, specifier)).toBe(target)
})

describe('forbiddenImports', () => {
  const table = {
    model: { rooms: [] },
    errors: { rooms: [] },
    judge: { rooms: ['model', 'errors', 'detect/schema'], packages: ['zod'] },
    detect: { rooms: ['model'] },
    'create-aegis': { rooms: ['*'] },
  }

  it.each([
    ['its own room', 'judge/a.ts', "import { b } from './b.ts'"],
    ['a room it may use', 'judge/deep/a.ts', "import type { A } from '../../model/a.ts'"],
    ['a file it may use', 'judge/a.ts', "import { E } from '../errors.ts'"],
    ['a part it may use', 'judge/a.ts', "import { d } from '../detect/schema/diff.ts'"],
    ['a package it may use', 'judge/a.ts', "import * as z from 'zod'"],
    ['any room', 'create-aegis.ts', "import { j } from './judge/index.ts'"],
  ])('lets pass %s', (_, path, text) => {
    expect(forbiddenImports([{ path, text }], table)).toEqual([])
  })

  it.each([
    ['another room', 'model/a.ts', "import { j } from '../judge/a.ts'"],
    ['a type of another room', 'model/a.ts', "import type { J } from '../judge/a.ts'"],
    ['another part of a room', 'judge/a.ts', "import { d } from '../detect/freshness/diff.ts'"],
    ['a room whose name only begins alike', 'judge/a.ts', "import { d } from '../detect/schema-two/diff.ts'"],
    ['a package', 'judge/a.ts', "import { Pool } from 'pg'"],
    ['Node', 'judge/a.ts', "import { readFileSync } from 'node:fs'"],
    ['a file in time', 'model/a.ts', "const j = await import('../judge/a.ts')"],
    ['what lies outside', 'judge/a.ts', "import { x } from '../../../other/src/index.ts'"],
  ])('catches %s', (_, path, text) => {
    const [specifier = ''] = importsOf(text)
    expect(forbiddenImports([{ path, text }], table)).toEqual([`${path} imports ${specifier}`])
  })

  it('catches a room that nobody thought of', () => {
    expect(forbiddenImports([{ path: 'new/a.ts', text: '' }], table)).toHaveLength(1)
  })
})

describe('between packages', () => {
  const rows = [
    ['store-kysely', ['core']],
    ['store-*', ['core', 'store-kysely']],
    ['cli', ['core', 'store-*']],
  ] as const

  it.each([
    ['store-sqlite/src/a.ts', "import { x } from '@aegis/store-kysely'"],
    ['cli/src/a.ts', "import { x } from '@aegis/store-sqlite'"],
    ['store-sqlite/src/deep/a.ts', "import { x } from '../b.ts'"],
    ['store-sqlite/src/a.ts', "import Database from 'better-sqlite3'"],
  ])('lets pass: %s: %s', (path, text) => {
    expect(forbiddenArrows([{ path, text }], rows)).toEqual([])
  })

  it.each([
    ['store-kysely/src/a.ts', "import { x } from '@aegis/store-sqlite'"],
    ['store-sqlite/src/a.ts', "import { x } from '@aegis/conformance/vitest'"],
    ['store-sqlite/src/a.ts', "import type { X } from '@aegis/cli'"],
    ['store-sqlite/src/a.ts', "import { x } from '../../core/src/errors.ts'"],
    ['new/src/a.ts', "import { x } from '@aegis/core'"],
  ])('catches: %s: %s', (path, text) => {
    expect(forbiddenArrows([{ path, text }], rows)).toHaveLength(1)
  })

  it('catches a dependency that no import shows', () => {
    expect(forbiddenDependencies('store-kysely', ['kysely', '@aegis/core', '@aegis/cli'], rows)).toEqual([
      'store-kysely depends on @aegis/cli',
    ])
  })
})

it.each([
  [
    "import type { A } from './a.ts'\n/** It's fine. */\nexport interface B extends A { readonly b: string }",
    '',
  ],
  ["export type * from './a.ts'\nexport type C = 'x' | 'y' // one\n", ''],
  ["export type C = 'x'\nexport const c = 1", 'export const c = 1'],
  ["import { A } from './a.ts'\nexport type B = A", "import { A } from './a.ts'"],
])('runtimeCodeOf %j is %j', (source, code) => {
  expect(runtimeCodeOf(source)).toBe(code)
})
