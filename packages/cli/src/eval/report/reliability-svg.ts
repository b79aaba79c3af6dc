import { type Answers, ARCHITECT_NAMES, type ArchitectName } from '../answer.ts'
import { scoreOf } from '../score.ts'
import type { Split } from '../world/families.ts'
import { SPLITS } from './json-lines.ts'
import { type Bin, reliabilityBins } from './reliability.ts'

const PLOT = 220
const LEFT = 52
const TOP = 74
const COUNTS = 44
const GAP = 14
const CELL_WIDTH = LEFT + PLOT + 28
const CELL_HEIGHT = TOP + PLOT + GAP + COUNTS + 46
const TICKS: readonly number[] = [0, 0.2, 0.4, 0.6, 0.8, 1]
const INK = '#1f2937'
const FAINT = '#6b7280'
const GRID = '#e5e7eb'
const COLORS: Readonly<Record<ArchitectName, string>> = {
  baseline: '#9a6700',
  rules: '#0f62a8',
  model: '#7a3e9d',
}
const SPLIT_NAMES: Readonly<Record<Split, string>> = {
  tuned: 'tuned topologies',
  held_out: 'held-out topologies',
}

const at = (value: number): string => String(Math.round(value * 10) / 10)
const x = (share: number): number => LEFT + share * PLOT
const y = (share: number): number => TOP + (1 - share) * PLOT

function text(place: readonly [number, number], words: string, style: string): string {
  return `<text x="${at(place[0])}" y="${at(place[1])}" ${style}>${words}</text>`
}

function axes(): readonly string[] {
  const grid = TICKS.flatMap((tick) => [
    `<path d="M${at(x(0))} ${at(y(tick))}H${at(x(1))}" stroke="${GRID}"/>`,
    text([x(0) - 8, y(tick) + 4], tick.toFixed(1), `text-anchor="end" fill="${FAINT}"`),
    text([x(tick), TOP + PLOT + GAP + COUNTS + 16], tick.toFixed(1), `text-anchor="middle" fill="${FAINT}"`),
  ])
  const middle = TOP + PLOT / 2
  return [
    ...grid,
    `<path d="M${at(x(0))} ${at(y(0))}L${at(x(1))} ${at(y(1))}" stroke="${FAINT}" stroke-dasharray="4 4"/>`,
    text(
      [14, middle],
      'share right',
      `text-anchor="middle" fill="${INK}" transform="rotate(-90 14 ${at(middle)})"`,
    ),
    text([x(0) - 8, TOP + PLOT + GAP + COUNTS], 'claims', `text-anchor="end" fill="${FAINT}"`),
    text([x(0.5), CELL_HEIGHT - 10], 'confidence', `text-anchor="middle" fill="${INK}"`),
  ]
}

function bars(bins: readonly Bin[], color: string): readonly string[] {
  const most = Math.max(1, ...bins.map(({ count }) => count))
  const base = TOP + PLOT + GAP + COUNTS
  const width = PLOT / bins.length
  return bins.flatMap(({ from, count, confidence, right }) => {
    if (count === 0) return []
    const height = Math.max(1, (count / most) * (COUNTS - 12))
    const left = x(from)
    return [
      `<rect x="${at(left + 1)}" y="${at(y(right))}" width="${at(width - 2)}" height="${at(right * PLOT)}" fill="${color}" fill-opacity="0.18"/>`,
      `<circle cx="${at(x(confidence))}" cy="${at(y(right))}" r="4.5" fill="${color}"/>`,
      `<rect x="${at(left + 1)}" y="${at(base - height)}" width="${at(width - 2)}" height="${at(height)}" fill="${color}" fill-opacity="0.55"/>`,
      text(
        [left + width / 2, base - height - 3],
        String(count),
        `text-anchor="middle" font-size="9" fill="${INK}"`,
      ),
    ]
  })
}

/** How often answers of each confidence are right: on the diagonal they are right as often as they say. */
export function reliabilitySvg(answers: Answers, seed: number): string {
  const asked = ARCHITECT_NAMES.filter((name) => answers[name] !== undefined)
  const cells = asked.flatMap((architect, column) =>
    SPLITS.map((split, row) => {
      const group = answers[architect]?.filter(({ label }) => label.split === split) ?? []
      const { brier, n } = scoreOf(group)
      const bins = reliabilityBins(group)
      const claimed = bins.reduce((sum, { count }) => sum + count, 0)
      const score = brier === null ? 'no claims' : `Brier ${brier.toFixed(3)}`
      return [
        `<g transform="translate(${column * CELL_WIDTH} ${row * CELL_HEIGHT + 34})">`,
        text(
          [LEFT, 24],
          `${architect}, ${SPLIT_NAMES[split]}`,
          `font-size="14" font-weight="600" fill="${INK}"`,
        ),
        text([LEFT, 44], `${score}; ${claimed} claims, ${n} incidents`, `fill="${FAINT}"`),
        ...axes(),
        ...bars(bins, COLORS[architect]),
        '</g>',
      ].join('\n')
    }),
  )
  const width = Math.max(1, asked.length) * CELL_WIDTH
  const height = SPLITS.length * CELL_HEIGHT + 34
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif" font-size="11" role="img" aria-label="Reliability of root causes">`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(
      [LEFT, 28],
      `Root causes: how sure, and how often right (seed ${seed})`,
      `font-size="16" font-weight="700" fill="${INK}"`,
    ),
    ...cells,
    '</svg>',
    '',
  ].join('\n')
}
