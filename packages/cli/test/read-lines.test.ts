import { describe, expect, it } from 'vitest'
import { type Line, readLines } from '../src/read-lines.ts'

async function* chunksOf<Chunk>(chunks: readonly Chunk[]): AsyncGenerator<Chunk> {
  yield* chunks
}

async function batchesOf(
  chunks: readonly (string | Uint8Array)[],
  longest = 100,
): Promise<readonly (readonly Line[])[]> {
  const batches: (readonly Line[])[] = []
  for await (const batch of readLines(chunksOf(chunks), longest)) batches.push(batch)
  return batches
}

describe('lines of a stream', () => {
  it.each<[string, readonly string[], readonly Line[]]>([
    ['ends of both kinds', ['a\r\nb\nc'], ['a', 'b', 'c']],
    ['a last line feed begins no line', ['a\nb\n'], ['a', 'b']],
    ['empty lines are lines', ['\n\na\n'], ['', '', 'a']],
    ['a line over several chunks', ['ab', 'c', 'd\ne'], ['abcd', 'e']],
    ['a byte order mark is no text', ['\ufeffa\n\ufeffb'], ['a', '\ufeffb']],
    ['nothing', [''], []],
    ['a line that is too long is let go', [`${'x'.repeat(60)}`, `${'x'.repeat(60)}\nok\n`], [null, 'ok']],
    ['and so is a last one', ['ok\n', 'x'.repeat(101)], ['ok', null]],
  ])('%s', async (_what, chunks, expected) => {
    expect((await batchesOf(chunks)).flat()).toEqual(expected)
    const bytes = chunks.map((chunk) => new TextEncoder().encode(chunk))
    expect((await batchesOf(bytes)).flat()).toEqual(expected)
  })

  it('puts characters together that a chunk cuts', async () => {
    const bytes = new TextEncoder().encode('ä€😀\n')
    const chunks = Array.from(bytes, (byte) => Uint8Array.of(byte))
    expect(await batchesOf(chunks)).toEqual([['ä€😀']])
  })

  it('gives what a chunk completes at once', async () => {
    expect(await batchesOf(['a\nb\nc', 'd\n'])).toEqual([['a', 'b'], ['cd']])
  })
})
