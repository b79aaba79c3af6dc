import type { JsonValue } from '../model/json.ts'

/** Structured logging. Never given a secret. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, JsonValue>>): void
  info(message: string, fields?: Readonly<Record<string, JsonValue>>): void
  warn(message: string, fields?: Readonly<Record<string, JsonValue>>): void
  error(message: string, fields?: Readonly<Record<string, JsonValue>>): void
}
