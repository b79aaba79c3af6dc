import { type Block, shown, shownInLine } from './document.ts'

function indented(lines: readonly string[], by: string): readonly string[] {
  return lines.map((line) => (line === '' ? '' : by + line))
}

function linesOf(block: Block): readonly string[] {
  switch (block.kind) {
    case 'title': {
      const text = shownInLine(block.text)
      return [text, '='.repeat(text.length)]
    }
    case 'heading': {
      const text = shownInLine(block.text)
      return [text, '-'.repeat(text.length)]
    }
    case 'paragraph':
      return [shownInLine(block.text)]
    case 'facts': {
      const width = Math.max(...block.facts.map(([label]) => label.length))
      return block.facts.map(([label, value]) => `${`${label}:`.padEnd(width + 2)}${shownInLine(value)}`)
    }
    case 'list':
      return block.items.map((item) => `* ${shownInLine(item)}`)
    case 'sql':
      return indented(shown(block.text).split('\n'), '    ')
    case 'step':
      return [
        `${block.number}. ${shownInLine(block.text)}`,
        ...indented(
          block.blocks.flatMap((part) => linesOf(part)),
          '   ',
        ),
      ]
  }
}

export function writeText(blocks: readonly Block[]): string {
  return `${blocks.map((block) => linesOf(block).join('\n')).join('\n\n')}\n`
}
