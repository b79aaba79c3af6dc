import type { Paint } from '../../paint.ts'
import { type Answer, type Answers, ARCHITECT_NAMES } from '../answer.ts'
import { FAULT_KINDS } from '../faults/script.ts'
import type { Speed } from '../play/speed.ts'
import { claims, medianMilliseconds, type Score, scoreOf, scoresByFault } from '../score.ts'
import { SPLITS } from './json-lines.ts'

const HEADS: readonly string[] = [
  'n',
  'right',
  'top 3',
  'no cause',
  'wrong >= 0.8',
  'grounded',
  'brier',
  'claims',
]
const NAME_WIDTH = 22

const percent = (value: number | null): string => (value === null ? '-' : `${(value * 100).toFixed(1)} %`)

function line(name: string, cells: readonly string[]): string {
  const padded = cells.map((cell, index) => cell.padStart(Math.max(8, (HEADS[index] ?? '').length + 2)))
  return `${name.padEnd(NAME_WIDTH)}${padded.join('')}`.trimEnd()
}

function cellsOf(score: Score, answers: readonly Answer[]): readonly string[] {
  return [
    String(score.n),
    percent(score.precision_at_1),
    percent(score.top_3),
    percent(score.no_cause_recall),
    percent(score.wrong_confident),
    percent(score.grounding),
    score.brier === null ? '-' : score.brier.toFixed(3),
    String(claims(answers).length),
  ]
}

function faultLines(answers: readonly Answer[]): readonly string[] {
  const scores = scoresByFault(answers)
  return FAULT_KINDS.flatMap((fault) => {
    const score = scores.get(fault)
    return score === undefined
      ? []
      : [
          line(
            `  ${fault}`,
            cellsOf(
              score,
              answers.filter(({ label }) => label.fault === fault),
            ),
          ),
        ]
  })
}

export interface PageInput {
  readonly seed: number
  readonly answers: Answers
  /** null: not measured. */
  readonly speed: Speed | null
}

/** The figures as a page: by split and architect, and each kind of fault. */
export function scorePage({ seed, answers, speed }: PageInput, paint: Paint): readonly string[] {
  const tables = SPLITS.flatMap((split) =>
    ARCHITECT_NAMES.flatMap((architect) => {
      const group = answers[architect]?.filter(({ label }) => label.split === split) ?? []
      if (group.length === 0) return []
      const total = line(`${architect}, ${split}`, cellsOf(scoreOf(group), group))
      return [paint('bold', total), ...faultLines(group), '']
    }),
  )
  const milliseconds = medianMilliseconds(answers.rules ?? [])
  return [
    paint('dim', line(`seed ${seed}`, HEADS)),
    ...tables,
    ...(milliseconds === null
      ? []
      : [`The rules take ${milliseconds.toFixed(1)} ms for half of the incidents or less.`]),
    ...(speed === null
      ? []
      : [
          `Among ${speed.tables} tables they take ${speed.milliseconds.toFixed(1)} ms for each of ${speed.incidents} incidents.`,
        ]),
  ]
}
