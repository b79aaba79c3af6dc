import { ASCII, characterAt, classOf, DIGIT, DOT, LETTER, MARK, SPACE } from './characters.ts'
import type { Lexis } from './lexis.ts'
import { pastNumber } from './read-number.ts'
import { readOther } from './read-other.ts'
import { readWord } from './read-word.ts'
import { type TokenList, takeTokenList } from './token-list.ts'
import { CLOSE, NUMBER, OPEN, SEMICOLON } from './vocabulary.ts'

/** After a name, `.5` is a dot and the name's next part. */
function followsName(list: TokenList, at: number): boolean {
  const last = list.length - 1
  return last >= 0 && list.ends[last] === at && list.isNameAt(last)
}

/**
 * This loop sees every character, so the place in the text is a local variable, not one that closures share. It is a
 * function of its own because code that was compiled while a long loop ran knows nothing of what follows the loop.
 */
function addTokens(list: TokenList, sql: string, lexis: Lexis): void {
  const { length } = sql
  let at = 0
  while (at < length) {
    const code = sql.charCodeAt(at)
    switch (code < 128 ? ASCII[code] : classOf(code)) {
      case SPACE:
        at += 1
        break
      case LETTER:
        at = readWord(list, sql, at, lexis)
        break
      case MARK:
        list.add(code, at, at + 1)
        at += 1
        if (code === OPEN) list.open()
        else if (code === CLOSE) list.close()
        else if (code === SEMICOLON && list.semicolonAt === -1) list.semicolonAt = list.length - 1
        break
      case DIGIT: {
        // `t.1`: a digit right behind a name's quote is no number.
        const isNumber = !followsName(list, at)
        const end = isNumber ? pastNumber(sql, at) : at + 1
        list.add(isNumber ? NUMBER : code, at, end)
        at = end
        break
      }
      case DOT: {
        const isNumber = classOf(characterAt(sql, at + 1)) === DIGIT && !followsName(list, at)
        const end = isNumber ? pastNumber(sql, at) : at + 1
        list.add(isNumber ? NUMBER : code, at, end)
        at = end
        break
      }
      default:
        at = readOther(list, sql, at, code, lexis)
    }
  }
}

/** The tokens of `sql`, comments and white space left out. Linear; takes any text; an open quote runs to the end. */
export function readTokens(sql: string, lexis: Lexis): TokenList {
  const list = takeTokenList()
  list.clear(sql)
  addTokens(list, sql, lexis)
  list.finish()
  return list
}
