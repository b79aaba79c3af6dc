import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'yellow' | 'red'
export type Paint = (style: Style, text: string) => string

/** Colours only where a person sees them: on a terminal, and not with NO_COLOR. */
export function paintFor(stream: NodeJS.WritableStream): Paint {
  return (style, text) => styleText(style, text, { stream, validateStream: true })
}
