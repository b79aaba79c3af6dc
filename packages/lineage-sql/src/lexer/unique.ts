/** As a property's key every string exists once, which makes comparing it with another such string cheap. */
export function unique(text: string): string {
  return Object.keys({ [text]: 0 })[0] ?? text
}
