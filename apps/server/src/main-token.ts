// `./rushes token …`
import { runCommand } from './commands/run-command.ts'
import { parseTokenCommand, TOKEN_USAGE } from './commands/token-command.ts'

await runCommand(TOKEN_USAGE, parseTokenCommand, process.argv.slice(2))
