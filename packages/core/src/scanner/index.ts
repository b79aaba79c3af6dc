export { scanConnection } from './scan-connection.ts'
export type { ConnectionScanReport, ScanProblem, ScanReport } from './scan-report.ts'
export type { Schedule } from './schedule.ts'
export { startSchedule } from './schedule.ts'
