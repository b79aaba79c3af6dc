import type { JsonValue } from '../model/json.ts'
import type { Logger } from '../ports/logger.ts'
import { scrubFields } from './scrub-json.ts'
import { scrubText } from './scrub-text.ts'

type Fields = Readonly<Record<string, JsonValue>>

/** Nothing reaches the logger with a secret in it. */
export function scrubbingLogger(logger: Logger): Logger {
  const line = (message: string, fields?: Fields): [string, Fields?] =>
    fields === undefined ? [scrubText(message)] : [scrubText(message), scrubFields(fields)]
  return {
    debug: (message, fields) => logger.debug(...line(message, fields)),
    info: (message, fields) => logger.info(...line(message, fields)),
    warn: (message, fields) => logger.warn(...line(message, fields)),
    error: (message, fields) => logger.error(...line(message, fields)),
  }
}
