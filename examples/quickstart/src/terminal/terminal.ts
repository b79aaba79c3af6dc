import type { WriteStream } from 'node:tty'
import picocolors from 'picocolors'

/** Paints text; without colours it returns the text as it is. */
export type Paint = ReturnType<typeof picocolors.createColors>

export interface Terminal {
  readonly paint: Paint
  print(lines: readonly string[]): void
  /** Shows what is being done, then what was done and how long it took. On a terminal in one line. */
  step<T>(doing: string, work: () => Promise<T>, done: (result: T) => string): Promise<T>
}

/** Where a terminal writes: what is used of a stream. */
export type Output = Pick<WriteStream, 'write'> & { readonly isTTY?: boolean | undefined }

/** Leaves room for the mark before and the seconds after. */
const STEP_WIDTH = Math.max(28, Math.min(100, process.stdout.columns ?? 100) - 12)

/** Colours only where a person looks, and not when NO_COLOR is set to anything. */
function wantsColours(output: Output, env: NodeJS.ProcessEnv): boolean {
  return output.isTTY === true && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(2)} s`
}

export function createTerminal(output: Output, env: NodeJS.ProcessEnv): Terminal {
  const paint = picocolors.createColors(wantsColours(output, env))
  const canRewrite = output.isTTY === true && env.TERM !== 'dumb'
  const eraseLine = canRewrite ? '\r\u001b[2K' : ''

  return {
    paint,
    print: (lines) => void output.write(`${lines.join('\n')}\n`),
    async step(doing, work, done) {
      const began = performance.now()
      if (canRewrite) output.write(`  ${paint.dim('…')} ${doing}`)
      try {
        const result = await work()
        const text = done(result)
        const gap = ' '.repeat(Math.max(2, STEP_WIDTH - text.length))
        output.write(`${eraseLine}  ${paint.green('✓')} ${text}${gap}${paint.dim(seconds(began))}\n`)
        return result
      } catch (error) {
        output.write(`${eraseLine}  ${paint.red('✗')} ${doing}\n`)
        throw error
      }
    },
  }
}
