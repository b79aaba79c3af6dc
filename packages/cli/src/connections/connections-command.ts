import type { Command } from 'commander'
import { subcommand } from '../subcommand.ts'

const EXAMPLES = `
The store is named by AEGIS_STORE_URL or AEGIS_DB_PATH; connection strings are sealed with AEGIS_ENCRYPTION_KEY.

Examples:
  pass show shop-db | aegis connections add shop     the connection string comes from standard input
  aegis connections add shop --uri-env SHOP_URL      or from a variable
  aegis connections test shop
`

// Drivers and stores are loaded by the commands that need them: the others are not to wait for them.

function addCommand(): Command {
  return subcommand('add', 'keep a connection string, sealed')
    .argument('<name>', 'what the connection is called')
    .option('--dialect <dialect>', 'the kind of warehouse; default: as the string says')
    .option('--uri-env <variable>', 'the variable that holds the string; default: standard input')
    .option('--replace', 'of a connection that is there already')
    .action(async (name: string, flags: { dialect?: string; uriEnv?: string; replace?: boolean }) => {
      const { add } = await import('./run-connections.ts')
      await add(name, flags)
    })
}

function listCommand(): Command {
  return subcommand('list', 'list the connections, without their strings')
    .option('--json', 'one JSON object a line')
    .action(async (flags: { json?: boolean }) => {
      const { list } = await import('./run-connections.ts')
      await list(flags)
    })
}

function testCommand(): Command {
  return subcommand('test', 'try a connection, stage by stage')
    .argument('<name>')
    .option('--json', 'one JSON object')
    .action(async (name: string, flags: { json?: boolean }) => {
      const { test } = await import('./run-connections.ts')
      await test(name, flags)
    })
}

function removeCommand(): Command {
  return subcommand('remove', 'forget a connection with its tables, incidents and lineage')
    .argument('<name>')
    .option('--yes', 'also when tables are monitored')
    .action(async (name: string, flags: { yes?: boolean }) => {
      const { remove } = await import('./run-connections.ts')
      await remove(name, flags)
    })
}

export function connectionsCommand(): Command {
  const connections = subcommand('connections', 'warehouses whose connection strings the store keeps')
  for (const command of [addCommand(), listCommand(), testCommand(), removeCommand()]) {
    connections.addCommand(command)
  }
  return connections.addHelpText('after', EXAMPLES)
}
