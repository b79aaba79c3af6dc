/** What a report is made of, whatever it is written as. Texts are as they came: writing them safely is the writer's part. */
export type Block =
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [label: string, value: string])[] }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** One numbered step; what belongs to it is indented under it. */
  | {
      readonly kind: 'step'
      readonly number: number
      readonly text: string
      readonly blocks: readonly Block[]
    }
  | { readonly kind: 'sql'; readonly text: string }

const HIDING = /(?![\t\n])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/** Characters that move the cursor, turn text around or hide in it are written out. */
export function shown(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').replaceAll(HIDING, (character) => {
    const code = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')
    return `<U+${code}>`
  })
}

/** On one line. */
export function shownInLine(text: string): string {
  return shown(text).replaceAll(/\s+/g, ' ').trim()
}
