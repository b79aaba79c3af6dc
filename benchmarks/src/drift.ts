import { measureDriftSpeed } from './drift-speed.ts'
import type { Bench } from './report.ts'

export const bench: Bench = async (report) => {
  await measureDriftSpeed(report)
}
