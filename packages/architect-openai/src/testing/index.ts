export { plausibleDiagnosis } from './plausible-diagnosis.ts'
export type {
  ScriptedOpenai,
  ScriptedOpenaiOptions,
  ScriptedRequest,
  ScriptedStep,
} from './scripted-openai.ts'
export { scriptedOpenai } from './scripted-openai.ts'
