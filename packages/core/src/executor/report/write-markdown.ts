import { type Block, shown, shownInLine } from './document.ts'

/** Nothing in the text is taken for Markdown, HTML, a link, a mention or a formula. */
export function escapeMarkdown(text: string): string {
  return (
    shownInLine(text)
      .replaceAll(/[\\`*_[\]<>&|~#$]/g, '\\$&')
      .replaceAll('://', ':\\//')
      .replaceAll(/\bwww\./gi, (www) => `${www.slice(0, 3)}\\.`)
      // A zero-width space, so that nobody is called.
      .replaceAll(/(^|\W)@(?=\w)/g, '$1@\u200b')
      .replace(/^([-+=])/, '\\$1')
      .replace(/^(\d+)([.)])/, '$1\\$2')
  )
}

/** A fence that no line of the text can close. */
function fenced(text: string): readonly string[] {
  const longest = Math.max(2, ...Array.from(text.matchAll(/`+/g), ([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return [`${fence}sql`, ...text.split('\n'), fence]
}

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'title':
      return [`# ${escapeMarkdown(block.text)}`]
    case 'heading':
      return [`## ${escapeMarkdown(block.text)}`]
    case 'paragraph':
      return [escapeMarkdown(block.text)]
    case 'facts':
      return block.facts.map(([label, value]) => `- **${escapeMarkdown(label)}:** ${escapeMarkdown(value)}`)
    case 'list':
      return block.items.map((item) => `- ${escapeMarkdown(item)}`)
    case 'sql':
      return fenced(shown(block.text))
    case 'step': {
      const inner = block.blocks.flatMap((part) => ['', ...linesOf(part)])
      return [
        `${block.number}. ${escapeMarkdown(block.text)}`,
        ...inner.map((line) => (line === '' ? '' : `   ${line}`)),
      ]
    }
  }
}

export function writeMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map((block) => linesOf(block).join('\n')).join('\n\n')}\n`
}
