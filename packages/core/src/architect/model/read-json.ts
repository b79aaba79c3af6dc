/**
 * The JSON value of an answer that some servers wrap in thoughts or a code fence. undefined: there is none. Nothing is mended: half
 * an object stays none.
 */
export function readJson(text: string): unknown {
  const bare = text.replace(/^\s*<think>[\s\S]*?<\/think>/i, '').trim()
  const fenced = /^```[a-z]*\s*\n([\s\S]*?)\n?```$/i.exec(bare)?.[1]
  try {
    const value: unknown = JSON.parse(fenced ?? bare)
    return value
  } catch {
    return undefined
  }
}
