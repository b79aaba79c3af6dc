import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Resolves when the stream takes more: a slow reader slows the work down instead of filling the memory. */
export async function write(stream: Writable, text: string): Promise<void> {
  if (!stream.write(text)) await once(stream, 'drain')
}

/** Ends the program quietly when nobody reads its output any more, as in `aegis ... | head -1`. */
export function endWithReader(stream: Writable): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
}
