export { openaiModel } from './openai-model.ts'
export type { AnswerFormat, OpenaiApi, OpenaiModelOptions } from './options.ts'
