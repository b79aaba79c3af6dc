import { fstatSync } from 'node:fs'

/** null: the line was longer than the limit, and its text was let go. */
export type Line = string | null

/** Far longer than a statement that is read: 4,000,000 characters, each escaped at the worst. */
const LONGEST_LINE = 32_000_000

/** Without the carriage return of Windows, and the byte order mark of the first line. */
function trimLine(line: string, isFirst: boolean): string {
  const start = isFirst && line.charCodeAt(0) === 0xfeff ? 1 : 0
  const end = line.endsWith('\r') ? line.length - 1 : line.length
  return line.slice(start, end)
}

/**
 * The lines of a stream, as many at a time as one chunk completes: what has arrived can be answered at once, and no
 * more than one chunk and one line is held. The text after the last line feed is a line if there is any.
 */
export async function* readLines(
  chunks: AsyncIterable<string | Uint8Array>,
  longest: number = LONGEST_LINE,
): AsyncGenerator<readonly Line[]> {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  let pieces: string[] = []
  let length = 0
  let isFirst = true

  function finish(): Line {
    const line = length > longest ? null : trimLine(pieces.join(''), isFirst)
    pieces = []
    length = 0
    isFirst = false
    return line
  }
  function add(piece: string): void {
    length += piece.length
    if (length > longest) pieces = []
    else if (piece !== '') pieces.push(piece)
  }
  for await (const chunk of chunks) {
    const text = typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true })
    const lines: Line[] = []
    let start = 0
    for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', start)) {
      add(text.slice(start, end))
      lines.push(finish())
      start = end + 1
    }
    add(text.slice(start))
    if (lines.length > 0) yield lines
  }
  add(decoder.decode())
  if (length > 0) yield [finish()]
}

/** Node reads a folder as an empty file; an error of code EISDIR says so. */
export function checkInput(): void {
  if (!fstatSync(process.stdin.fd).isDirectory()) return
  throw Object.assign(new Error('standard input is a folder'), { code: 'EISDIR', path: 'standard input' })
}
