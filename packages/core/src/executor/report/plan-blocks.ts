import type { PlanProof, Remediation, RemediationAction } from '../../model/remediation.ts'
import type { Block } from './document.ts'

const RISKS: Readonly<Record<RemediationAction['risk'], string>> = {
  safe: 'safe',
  rewrites_table: 'rewrites the table',
  loses_data: 'may lose data',
  unknown: 'risk not known',
}

const OUTCOMES: Readonly<Record<PlanProof['outcome'], string>> = {
  proved: 'Proved',
  refused: 'Refused',
  not_run: 'Not tried',
}

export function timeText(at: Date): string {
  return at.toISOString()
}

function proofText({ outcome, text, at, by }: PlanProof): string {
  return `${OUTCOMES[outcome]} by ${by} at ${timeText(at)}: ${text}`
}

function stepBlocks({
  sql,
  preconditions = [],
  undo,
  proof,
  unverified,
}: RemediationAction): readonly Block[] {
  return [
    ...(sql === null ? [] : [{ kind: 'sql', text: sql } as const]),
    ...preconditions.flatMap(({ text, checkSql }): readonly Block[] => [
      { kind: 'list', items: [`Before: ${text}`] },
      ...(checkSql === null ? [] : [{ kind: 'sql', text: checkSql } as const]),
    ]),
    ...(undo === undefined ? [] : [{ kind: 'list', items: [`To take it back: ${undo.text}`] } as const]),
    ...(undo?.sql == null ? [] : [{ kind: 'sql', text: undo.sql } as const]),
    ...(proof === undefined ? [] : [{ kind: 'list', items: [proofText(proof)] } as const]),
    ...(unverified === undefined
      ? []
      : [
          {
            kind: 'list',
            items: [`SQL that is NOT VERIFIED and not part of the plan, because ${unverified.reason}:`],
          } as const,
          { kind: 'sql', text: unverified.sql } as const,
        ]),
  ]
}

function steps(actions: readonly RemediationAction[]): readonly Block[] {
  return actions.map((action, index): Block => {
    const about = action.sql === null ? 'by hand' : `to approve, ${RISKS[action.risk]}`
    return {
      kind: 'step',
      number: index + 1,
      text: `${action.type} (${about}): ${action.description}`,
      blocks: stepBlocks(action),
    }
  })
}

export function planBlocks(plan: Remediation | null): readonly Block[] {
  if (plan === null) return [{ kind: 'paragraph', text: 'There is no plan yet.' }]
  const { actions, alternatives = [], summary, planHash, generatedAt } = plan
  const hasSql = [...actions, ...alternatives].some(({ sql }) => sql !== null)
  return [
    { kind: 'paragraph', text: summary },
    {
      kind: 'facts',
      facts: [
        ['Made', timeText(generatedAt)],
        ...(planHash === undefined ? [] : [['Plan hash', planHash] as const]),
      ],
    },
    ...(hasSql
      ? [{ kind: 'paragraph', text: 'Aegis runs no statement: a person does, after looking.' } as const]
      : []),
    ...steps(actions),
    ...(alternatives.length === 0
      ? []
      : [{ kind: 'paragraph', text: 'In place of these steps, not besides them:' } as const]),
    ...steps(alternatives),
  ]
}
