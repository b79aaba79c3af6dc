import type { ModelRequest } from '../../ports/language-model.ts'

/** Fewer characters than most tokens have: the estimate is never too low for prose and SQL. */
const CHARACTERS_PER_TOKEN = 3

/** The most that one call can use. */
export function mostTokensOf({ system, user, answer, maxOutputTokens }: ModelRequest): number {
  const characters = system.length + user.length + JSON.stringify(answer.schema).length
  return Math.ceil(characters / CHARACTERS_PER_TOKEN) + maxOutputTokens
}

/** Budgets count by the day in UTC. */
function startOfDay(now: Date): Date {
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()))
}

export interface TokenBudget {
  /** Keeps `tokens` for a call that is about to begin. false: with them the day's budget would be passed. */
  reserve(tokens: number, now: Date, usedSince: (since: Date) => Promise<number>): Promise<boolean>
  /** Gives them back: the call is recorded by now, or was never made. */
  release(tokens: number): void
}

/**
 * A hard stop: a call that could pass the budget is not made. What was used is read from the records, so it survives a restart
 * and counts other processes; of two processes at once each may begin one call that the other does not see yet.
 */
export function tokenBudget(tokensPerDay: number): TokenBudget {
  let reserved = 0
  return {
    async reserve(tokens, now, usedSince) {
      if (tokensPerDay === Number.POSITIVE_INFINITY) return true
      reserved += tokens
      try {
        const used = await usedSince(startOfDay(now))
        if (used + reserved <= tokensPerDay) return true
        reserved -= tokens
        return false
      } catch (error) {
        reserved -= tokens
        throw error
      }
    },
    release(tokens) {
      if (tokensPerDay !== Number.POSITIVE_INFINITY) reserved -= tokens
    },
  }
}
