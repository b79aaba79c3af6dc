import type { Random } from '../random.ts'

export type Split = 'tuned' | 'held_out'

export type Layer = 'raw' | 'staging' | 'intermediate' | 'marts' | 'reports'

export interface Node {
  readonly layer: Layer
  /** Positions of the nodes it reads, all before its own. The first one brings the rows, the others are joined to them. */
  readonly parents: readonly number[]
  /** It reads itself too. */
  readonly isLoop: boolean
}

/** A way of building pipelines. No family is in both splits. */
export interface Family {
  readonly name: string
  readonly split: Split
  /** Share of what is not loaded from outside that is a view. */
  readonly views: number
  /** About `size` nodes, each after those it reads. */
  grow(random: Random, size: number): readonly Node[]
}

const LAYERS: readonly Layer[] = ['raw', 'staging', 'intermediate', 'marts', 'reports']

interface Draft {
  readonly nodes: Node[]
  add(parents: readonly number[], layer?: Layer, isLoop?: boolean): number
}

/** Without a layer of its own a node is one layer after the last of those it reads. */
function draft(): Draft {
  const nodes: Node[] = []
  return {
    nodes,
    add(parents, layer, isLoop = false) {
      const deepest = Math.max(-1, ...parents.map((at) => LAYERS.indexOf(nodes[at]?.layer ?? 'raw')))
      nodes.push({ layer: layer ?? LAYERS[Math.min(deepest + 1, 4)] ?? 'reports', parents, isLoop })
      return nodes.length - 1
    },
  }
}

function chain({ add }: Draft, length: number): number {
  let last = add([])
  for (let at = 1; at < length; at += 1) last = add([last])
  return last
}

function some(random: Random, from: readonly number[], count: number): readonly number[] {
  return random.shuffled(from).slice(0, count)
}

function growIslands(random: Random, size: number): readonly Node[] {
  const world = draft()
  while (world.nodes.length < size) {
    const root = world.add([])
    const left = random.chance(0.5) ? world.add([root]) : root
    const right = random.chance(0.6)
      ? world.add([root, ...(random.chance(0.4) ? [world.add([])] : [])])
      : left
    const mart = world.add(left === right ? [left] : [left, right])
    for (let count = random.int(0, 3); count > 0; count -= 1) world.add([mart])
  }
  return world.nodes
}

function growStar(random: Random, size: number): readonly Node[] {
  const world = draft()
  const dimensions = Array.from({ length: random.int(2, 5) }, () =>
    world.add([world.add([])], 'intermediate'),
  )
  while (world.nodes.length < size) {
    const fact = world.add([world.add([])])
    const wide = world.add([fact, ...some(random, dimensions, random.int(1, 3))], 'intermediate')
    for (let count = random.int(1, 3); count > 0; count -= 1) {
      world.add([wide, ...(random.chance(0.3) ? [random.pick(dimensions)] : [])])
    }
  }
  return world.nodes
}

function growDiamonds(random: Random, size: number): readonly Node[] {
  const world = draft()
  while (world.nodes.length < size) {
    let top = world.add([])
    for (let count = random.int(1, 3); count > 0; count -= 1) {
      const sides = Array.from({ length: random.int(2, 3) }, () => world.add([top]))
      top = world.add(sides)
    }
    if (random.chance(0.5)) world.add([top])
  }
  return world.nodes
}

function growLayers(random: Random, size: number): readonly Node[] {
  const world = draft()
  const shares = [0.25, 0.25, 0.2, 0.18, 0.12]
  let above: readonly number[] = []
  let older: readonly number[] = []
  for (const [at, layer] of LAYERS.entries()) {
    const count = Math.max(2, Math.round(size * (shares[at] ?? 0)))
    const here = Array.from({ length: count }, () => {
      if (above.length === 0) return world.add([], layer)
      const near = some(
        random,
        above,
        random.weighted([
          [1, 5],
          [2, 4],
          [3, 2],
        ]),
      )
      const skipped = older.length > 0 && random.chance(0.15) ? [random.pick(older)] : []
      return world.add([...new Set([...near, ...skipped])], layer, random.chance(0.05))
    })
    older = [...older, ...above]
    above = here
  }
  return world.nodes
}

function growViewStack(random: Random, size: number): readonly Node[] {
  const world = draft()
  while (world.nodes.length < size) {
    let level: readonly number[] = [world.add([]), ...(random.chance(0.5) ? [world.add([])] : [])]
    for (let depth = random.int(3, 6); depth > 0; depth -= 1) {
      const above = level
      level = Array.from({ length: random.int(1, 2) }, () => world.add(some(random, above, random.int(1, 2))))
    }
  }
  return world.nodes
}

function growFunnel(random: Random, size: number): readonly Node[] {
  const world = draft()
  while (world.nodes.length < size) {
    const inputs = Array.from({ length: random.int(3, 6) }, () => {
      const raw = world.add([])
      return random.chance(0.6) ? world.add([raw]) : raw
    })
    const hub = world.add(inputs, 'intermediate')
    const next = world.add([hub])
    for (let count = random.int(1, 4); count > 0; count -= 1) world.add([random.chance(0.5) ? hub : next])
  }
  return world.nodes
}

function growFeedback(random: Random, size: number): readonly Node[] {
  const world = draft()
  while (world.nodes.length < size) {
    const first = world.add([world.add([])], undefined, true)
    const second = world.add(
      [first, ...(random.chance(0.5) ? [world.add([])] : [])],
      undefined,
      random.chance(0.6),
    )
    for (let count = random.int(1, 3); count > 0; count -= 1)
      world.add([second], undefined, random.chance(0.3))
  }
  return world.nodes
}

function growFan(random: Random, size: number): readonly Node[] {
  const world = draft()
  const fan = Math.min(22, Math.max(5, Math.round(size / 2)))
  while (world.nodes.length < size) {
    const hub = world.add([world.add([])])
    for (let count = random.int(4, fan); count > 0; count -= 1) {
      const leaf = world.add([hub])
      if (random.chance(0.25)) world.add([leaf])
    }
  }
  return world.nodes
}

function growChains(random: Random, size: number): readonly Node[] {
  const world = draft()
  while (world.nodes.length < size) chain(world, random.int(4, 9))
  return world.nodes
}

export const FAMILIES: readonly Family[] = [
  { name: 'long_chains', split: 'tuned', views: 0.3, grow: growChains },
  { name: 'wide_fans', split: 'tuned', views: 0.35, grow: growFan },
  { name: 'shared_dimensions', split: 'tuned', views: 0.25, grow: growStar },
  { name: 'islands', split: 'tuned', views: 0.35, grow: growIslands },
  { name: 'diamonds', split: 'held_out', views: 0.3, grow: growDiamonds },
  { name: 'layers', split: 'held_out', views: 0.3, grow: growLayers },
  { name: 'views_of_views', split: 'held_out', views: 0.85, grow: growViewStack },
  { name: 'funnels', split: 'held_out', views: 0.3, grow: growFunnel },
  { name: 'feedback', split: 'held_out', views: 0.15, grow: growFeedback },
]
