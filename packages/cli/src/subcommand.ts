import { Command } from 'commander'

/** A command with the manners of all: `summary` is what its parent's help and its own say of it. */
export function subcommand(name: string, summary: string): Command {
  return new Command(name)
    .summary(summary)
    .description(summary)
    .exitOverride()
    .helpOption('-h, --help', 'print this help')
    .configureHelp({ styleTitle: (title) => title.toUpperCase() })
}
