import { AssertionError } from 'node:assert/strict'
import { describe, expect, test } from 'vitest'
import { storeCases } from '../src/index.ts'
import { goodStore } from './good-store.ts'
import { storeMutants } from './store-mutants.ts'

describe('the store cases', () => {
  test('have ids of one form, each given once', () => {
    const ids = storeCases.map(({ id }) => id)
    expect(ids.length).toBeGreaterThan(90)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^S-[A-Z]+-\d\d$/)
  })

  test('have a mutant each, and no mutant is without its case', () => {
    expect(Object.keys(storeMutants).sort()).toEqual(storeCases.map(({ id }) => id).sort())
  })

  test('are all asked of a store that can do everything', () => {
    const { subject } = goodStore()
    expect(storeCases.map(({ skip }) => skip?.(subject))).toEqual(storeCases.map(() => undefined))
  })

  test('skip only what a store without a second handle cannot be asked', () => {
    const { store } = goodStore().subject
    const skipped = storeCases.filter(({ skip }) => skip?.({ store }) !== undefined).map(({ id }) => id)
    expect(skipped).toEqual([
      'S-MIGRATE-02',
      'S-CLOSE-03',
      'S-HANDLE-01',
      'S-URI-08',
      'S-CLAIM-08',
      'S-EVENT-05',
      'S-PRUNE-11',
    ])
  })

  test.for(storeCases)('$id rejects its mutant', async ({ id, run }) => {
    const mutant = storeMutants[id]
    if (mutant === undefined) throw new Error(`${id} has no mutant`)
    // A mutant that crashes would prove nothing: the case itself must notice.
    await expect(run(mutant(goodStore()))).rejects.toBeInstanceOf(AssertionError)
  })
})
