/** One figure, side by side with a named alternative of the same run. */
interface Figure {
  readonly bench: string
  readonly case: string
  readonly unit: string
  readonly ours: number
  readonly other: number
  readonly otherName: string
  /** What is aimed at, in words; shown to people only. */
  readonly goal?: string | undefined
}

export interface Report {
  add(figure: Figure): void
  /** Progress, for people. Never part of the figures. */
  note(text: string): void
}

/** A benchmark: measures, and adds its figures as it goes. */
export type Bench = (report: Report) => Promise<void>

/** Four digits that matter. */
function short(value: number): number {
  return Number(value.toPrecision(4))
}

function asJson({ bench, case: name, unit, ours, other, otherName }: Figure): string {
  const ratio = short(ours / other)
  return JSON.stringify({
    bench,
    case: name,
    unit,
    ours: short(ours),
    other: short(other),
    other_name: otherName,
    ratio,
  })
}

function asText({ case: name, unit, ours, other, otherName, goal }: Figure): string {
  const ratio = `${short(ours / other)}x`
  const figures = `${short(ours)} ${unit}`.padStart(14)
  const aim = goal === undefined ? '' : `  goal ${goal}`
  return `${name.padEnd(28)}${figures}  ${ratio.padStart(8)} of ${otherName} (${short(other)} ${unit})${aim}`
}

/** One line a figure: JSON to standard output for scripts, else a table for people. Notes go to standard error. */
export function createReport(json: boolean): Report {
  return {
    add: (figure) => {
      process.stdout.write(`${json ? asJson(figure) : asText(figure)}\n`)
    },
    note: (text) => {
      process.stderr.write(`${text}\n`)
    },
  }
}
