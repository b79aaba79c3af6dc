import type { Architect, LineageParser } from '@aegis/core'
import { type Answer, type Answers, isRight } from './answer.ts'
import { FAULT_KINDS, type FaultKind } from './faults/script.ts'
import { type Episode, makeEpisode } from './play/episode.ts'
import { candidatesOf } from './play/grounding.ts'
import type { Label } from './play/label.ts'
import { type Asked, playEpisode } from './play/play-episode.ts'
import { FAMILIES, type Split } from './world/families.ts'

export interface BenchmarkOptions {
  readonly seed: number
  readonly parser: LineageParser
  /** Labelled incidents of each kind of fault in each split; default 15. */
  readonly perFault?: number | undefined
  /** Absent: all kinds. */
  readonly faults?: readonly FaultKind[] | undefined
  /**
   * Who else is asked, by name; undefined: nobody, and there is no line of that name. Such an architect is asked about the
   * labelled incidents alone, each in a second play of its episode.
   */
  readonly architects?: Readonly<Partial<Record<'model', Architect | undefined>>> | undefined
  /** Called after each episode with how far it is, 0..1. */
  readonly onProgress?: ((share: number, text: string) => void) | undefined
}

const PER_FAULT = 15
/** Worlds tried for one kind of fault in one split, before it is a defect of the generator. */
const MOST_TRIES = 2000

const keyOf = ({ table, type }: { readonly table: string | null; readonly type: string }): string =>
  `${table} ${type}`

function answerOf({ label, diagnosis, unfounded, diagnosisMs }: Asked): Answer {
  return {
    label,
    candidates: candidatesOf(diagnosis),
    rootCauseTable: diagnosis.rootCauseTable,
    confidence: diagnosis.confidence,
    unfounded,
    milliseconds: diagnosisMs,
  }
}

/** Its incidents that were labelled go to the architect; of all others the rules decide, as they do when one fails. */
async function askArchitect(
  episode: Episode,
  parser: LineageParser,
  architect: Architect,
  labels: readonly Label[],
): Promise<readonly Answer[]> {
  const wanted = new Set(labels.map(keyOf))
  const asked = await playEpisode(episode, {
    parser,
    architect: {
      name: architect.name,
      async diagnose(context, options) {
        if (!wanted.has(keyOf(context.incident))) throw new Error('It is not asked about this incident.')
        return architect.diagnose(context, options)
      },
    },
  })
  return asked.map(answerOf)
}

/** As sure as this kind of answer, some table or none, was right on the tuned split. */
function calibrated(answers: readonly Answer[]): readonly Answer[] {
  const shareRight = (isNamed: boolean): number => {
    const alike = answers.filter(
      ({ label, rootCauseTable }) => label.split === 'tuned' && (rootCauseTable !== null) === isNamed,
    )
    return alike.length === 0 ? 0.5 : alike.filter(isRight).length / alike.length
  }
  const named = shareRight(true)
  const none = shareRight(false)
  return answers.map((answer) => ({ ...answer, confidence: answer.rootCauseTable === null ? none : named }))
}

/** Plays episodes until there are enough labelled incidents of every kind. The same answers for the same seed. */
export async function runBenchmark(options: BenchmarkOptions): Promise<Answers> {
  const { seed, parser, perFault = PER_FAULT, faults = FAULT_KINDS, architects = {}, onProgress } = options
  const splits: readonly Split[] = ['tuned', 'held_out']
  const groups = splits.flatMap((split) => faults.map((fault) => ({ split, fault })))
  const baseline: Answer[] = []
  const rules: Answer[] = []
  const model: Answer[] = []
  for (const { split, fault } of groups) {
    const families = FAMILIES.filter((family) => family.split === split)
    let labelled = 0
    for (let number = 0; labelled < perFault; number += 1) {
      const family = families[number % families.length]
      if (family === undefined || number >= MOST_TRIES)
        throw new Error(
          `Of ${fault} in ${split} only ${labelled} of ${perFault} incidents came about in ${number} worlds.`,
        )
      const episode = makeEpisode(`${seed}/${split}/${fault}/${number}`, fault, family)
      if (episode === null) continue
      const asked = (await playEpisode(episode, { parser })).slice(0, perFault - labelled)
      labelled += asked.length
      rules.push(...asked.map(answerOf))
      for (const { label, nearest, nearestMs } of asked) {
        const rootCauseTable = nearest[0] ?? null
        baseline.push({
          label,
          candidates: nearest,
          rootCauseTable,
          confidence: 0.5,
          unfounded: [],
          milliseconds: nearestMs,
        })
      }
      if (architects.model !== undefined && asked.length > 0) {
        const labels = asked.map(({ label }) => label)
        const keys = new Set(labels.map(({ key }) => key))
        const answers = await askArchitect(episode, parser, architects.model, labels)
        model.push(...answers.filter(({ label }) => keys.has(label.key)))
      }
      onProgress?.(rules.length / (groups.length * perFault), `${split} ${fault}`)
    }
  }
  return {
    baseline: calibrated(baseline),
    rules,
    ...(architects.model === undefined ? {} : { model }),
  }
}
