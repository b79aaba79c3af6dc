import { openaiModel } from '@aegis/architect-openai'
import { type AegisConfig, createAegis, llmArchitect } from '@aegis/core'

export async function explainByModel(config: AegisConfig): Promise<void> {
  const model = openaiModel({
    apiKey: process.env.OPENAI_API_KEY,
    model: process.env.AEGIS_MODEL ?? 'gpt-5-mini',
    baseURL: process.env.OPENAI_BASE_URL,
  })
  const aegis = await createAegis({ ...config, architect: llmArchitect({ model, tokensPerDay: 500_000 }) })
  await aegis.scan()
  for (const { table, diagnosis } of await aegis.incidents({ statuses: ['pending_review'] })) {
    console.log(table, diagnosis?.rootCause, diagnosis?.decidedBy, diagnosis?.usage, diagnosis?.fallback)
  }
  await aegis.close()
}
