// `./rushes user …`
import { runCommand } from './commands/run-command.ts'
import { parseUserCommand } from './commands/user-command.ts'

await runCommand(parseUserCommand, process.argv.slice(2))
