import { measureRenames } from './drift-renames.ts'
import { measureDriftSpeed } from './drift-speed.ts'
import type { Bench } from './report.ts'

export const bench: Bench = async (report) => {
  measureRenames(report)
  await measureDriftSpeed(report)
}
