import type { Command } from 'commander'
import { subcommand } from '../subcommand.ts'

const EXAMPLES = `
To change the key:
  1. aegis keys generate                          make a new one
  2. AEGIS_ENCRYPTION_KEY=new,old                 give both to every process, the new one first
  3. aegis keys rotate                            seal everything again; may be stopped and run again
  4. AEGIS_ENCRYPTION_KEY=new                     once it says that the old one may be dropped
`

// The stores are loaded by the commands that need them: the others are not to wait for them.

function generateCommand(): Command {
  return subcommand('generate', 'make a key for AEGIS_ENCRYPTION_KEY').action(async () => {
    const { generate } = await import('./run-keys.ts')
    await generate()
  })
}

function rotateCommand(): Command {
  return subcommand('rotate', 'seal every secret with the first key of AEGIS_ENCRYPTION_KEY')
    .option('--json', 'one JSON object')
    .action(async (flags: { json?: boolean }) => {
      const { rotate } = await import('./run-keys.ts')
      await rotate(flags)
    })
}

function statusCommand(): Command {
  return subcommand('status', 'which keys the secrets of the store are sealed with')
    .option('--json', 'one JSON object')
    .action(async (flags: { json?: boolean }) => {
      const { status } = await import('./run-keys.ts')
      await status(flags)
    })
}

export function keysCommand(): Command {
  const keys = subcommand('keys', 'the keys that seal connection strings').addHelpText('after', EXAMPLES)
  for (const command of [generateCommand(), rotateCommand(), statusCommand()]) keys.addCommand(command)
  return keys
}
