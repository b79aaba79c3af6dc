import { sqlLineage } from '@aegis/lineage-sql'
import { describe, expect, it } from 'vitest'
import { FAULT_KINDS } from '../../src/eval/faults/script.ts'
import { makeEpisode, playTo } from '../../src/eval/play/episode.ts'
import { playEpisode } from '../../src/eval/play/play-episode.ts'
import { ancestorsOf, tableAt } from '../../src/eval/world/blueprint.ts'
import { buildWorld } from '../../src/eval/world/build-world.ts'
import { rootsOf } from '../../src/eval/world/effect.ts'
import { FAMILIES } from '../../src/eval/world/families.ts'
import { simulate } from '../../src/eval/world/simulate.ts'

const parser = sqlLineage()
const START = new Date('2026-03-02T00:00:00Z')
const PEACE = { start: START, unlogged: new Set<number>(), isDdlLogged: false }

function episodes(perFault: number) {
  return FAULT_KINDS.flatMap((fault, index) => {
    const found = []
    for (let number = 0; found.length < perFault && number < 60; number += 1) {
      const family = FAMILIES[(index + number) % FAMILIES.length]
      const episode = family === undefined ? null : makeEpisode(`test/${number}`, fault, family)
      if (episode !== null) found.push(episode)
    }
    return found
  })
}

describe('a simulated world', () => {
  it('keeps the families of the two splits apart', () => {
    const names = FAMILIES.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const split of ['tuned', 'held_out'])
      expect(FAMILIES.some((family) => family.split === split)).toBe(true)
  })

  it.each(FAMILIES)('is the same for the same seed: $name', (family) => {
    const world = buildWorld('a', family, 60)
    expect(buildWorld('a', family, 60)).toEqual(world)
    expect(buildWorld('b', family, 60)).not.toEqual(world)
    expect(world.tables.every(({ at, sources }) => sources.every((source) => source < at))).toBe(true)
    expect(new Set(world.tables.map(({ name }) => name)).size).toBe(world.tables.length)
  })

  it.each(FAMILIES)('stays as it is while nothing goes wrong: $name', (family) => {
    const world = buildWorld('peace', family, 80)
    const simulation = simulate(world, PEACE)
    simulation.advanceTo(120)
    expect(simulation.effects).toEqual([])
    for (const { at, columns } of world.tables) expect(simulation.columnsOf(at)).toEqual(columns)
  })

  it('has 10 to 210 tables', () => {
    for (const { world } of episodes(6)) {
      expect(world.tables.length).toBeGreaterThanOrEqual(9)
      expect(world.tables.length).toBeLessThanOrEqual(210)
    }
  })
})

describe('an episode', () => {
  it('is the same for the same seed', () => {
    const told = () =>
      episodes(2).map((episode) => {
        const simulation = simulate(episode.world, { ...PEACE, unlogged: episode.script.unlogged })
        playTo(simulation, episode, episode.script.until)
        return simulation.effects.map(({ table, aspect, at, fault }) => [table, aspect, at, fault])
      })
    expect(told()).toEqual(told())
  })

  it('lets trouble come only from ancestors', () => {
    for (const episode of episodes(4)) {
      const simulation = simulate(episode.world, { ...PEACE, unlogged: episode.script.unlogged })
      playTo(simulation, episode, episode.script.until)
      for (const effect of simulation.effects) {
        const above = ancestorsOf(episode.world.tables, effect.table)
        for (const root of rootsOf(effect)) {
          expect(root.fault).toBeTypeOf('string')
          expect(root.table === effect.table || above.has(root.table)).toBe(true)
          expect(root.at).toBeLessThanOrEqual(effect.at)
        }
      }
    }
  })

  it('is watched by an Aegis whose lineage is exactly that of the world, and that raises nothing without a reason', {
    timeout: 120_000,
  }, async () => {
    for (const episode of episodes(1)) {
      const { world, script } = episode
      const edges = world.tables.flatMap(({ at, name, sources }) =>
        script.unlogged.has(at)
          ? []
          : sources.map((source) => `${tableAt(world.tables, source).name} -> ${name}`),
      )
      await playEpisode(episode, { parser }, async ({ aegis, simulation, opened }) => {
        const graph = (await aegis.lineage('warehouse')).getFullGraph()
        const tables = graph.edges.filter(({ sourceKind }) => sourceKind === 'table')
        expect(tables.map(({ source, target }) => `${source} -> ${target}`).sort()).toEqual(edges.toSorted())
        for (const { table, type } of opened) {
          const at = world.tables.findIndex(({ name }) => name === table)
          expect(
            type === 'schema_drift' ? simulation.shapeEffect(at) : simulation.dataEffect(at),
          ).not.toBeNull()
        }
      })
    }
  })

  it('labels what really happened', { timeout: 120_000 }, async () => {
    for (const episode of episodes(1)) {
      const { world, script } = episode
      const asked = await playEpisode(episode, { parser })
      for (const { label } of asked) {
        const table = world.tables.find(({ name }) => name === label.table)
        const above = new Set(
          [...ancestorsOf(world.tables, table?.at ?? 0)].map((at) => tableAt(world.tables, at).name),
        )
        for (const root of label.trueRoots) expect(root === label.table || above.has(root)).toBe(true)
        for (const name of label.accepted) expect(above).toContain(name)
        expect(label.accepted.length > 0).toBe(label.rootCauseTable !== null)
        if (label.rootCauseTable === null) continue
        expect(label.accepted).toContain(label.rootCauseTable)
        // It showed an anomaly of its own before the table did, or with it.
        expect(label.changed).toContain(label.rootCauseTable)
        const root = world.tables.find(({ name }) => name === label.rootCauseTable)
        expect(script.unmonitored.has(root?.at ?? -1)).toBe(false)
      }
    }
  })
})
