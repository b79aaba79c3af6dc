import { scrubPrompt } from '../../secrets/index.ts'

/** Longer input is cut before it is looked at, so that a text of megabytes costs nothing. */
const MOST_READ = 20_000

/** Separators become one space; what is invisible or turns the direction of text goes. */
function visible(text: string): string {
  return text
    .slice(0, MOST_READ)
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu, ' ')
    .replace(/[\p{C}\p{DI}]/gu, '')
    .trim()
}

function capped(text: string, most: number): string {
  const letters = [...text]
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`
}

/**
 * One line that may enter a prompt: visible characters only, no secrets, at most `most` characters. Secrets are taken out
 * after the invisible characters that could split them, and before the cut that could.
 */
export function cleanLine(text: string, most: number): string {
  return capped(scrubPrompt(visible(text)), most)
}

/** What a model wrote, for people to read: lines are kept apart by a space, invisible characters go. */
export function cleanAnswer(text: string, most: number): string {
  return capped(visible(text), most)
}
