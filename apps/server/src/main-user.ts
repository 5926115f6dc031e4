// `./rushes user …`
import { runCommand } from './commands/run-command.ts'
import { parseUserCommand, USER_USAGE } from './commands/user-command.ts'

await runCommand(USER_USAGE, parseUserCommand, process.argv.slice(2))
