import * as z from 'zod'
import { storeAddressSchema } from './stores/chaos-store.ts'

/** What a child is told on its command line. */
export const childTaskSchema = z.object({
  folder: z.string(),
  store: storeAddressSchema,
  /** Names the consumer of events whose place this child keeps. */
  consumer: z.string(),
  /** Of this life's own choices. */
  seed: z.int(),
  /** `scan`: again and again until killed. `settle`: once, with everything told, and then end. */
  does: z.enum(['scan', 'settle']),
})

export type ChildTask = z.infer<typeof childTaskSchema>

/** What a child says while it lives, one line each. */
export type ChildReport =
  /** Aegis is open. */
  | { readonly says: 'ready' }
  /** A scan began when the world had this generation, or ended that did. */
  | { readonly says: 'began' | 'ended'; readonly generation: number }
  /** Something went wrong that may: the store was away, or a review came too late. */
  | { readonly says: 'bore'; readonly text: string }

export function writeReport(report: ChildReport): string {
  switch (report.says) {
    case 'ready':
      return 'ready'
    case 'began':
    case 'ended':
      return `${report.says} ${report.generation}`
    case 'bore':
      return `bore ${report.text.replaceAll('\n', ' ')}`
  }
}

/** null: half a line, whose writer was killed. */
export function readReport(line: string): ChildReport | null {
  if (line === 'ready') return { says: 'ready' }
  const [, says, rest = ''] = /^(began|ended|bore) (.*)$/.exec(line) ?? []
  if (says === 'bore') return { says, text: rest }
  if (says !== 'began' && says !== 'ended') return null
  return { says, generation: Number(rest) }
}
