// `./rushes token …`
import { runCommand } from './commands/run-command.ts'
import { parseTokenCommand } from './commands/token-command.ts'

await runCommand(parseTokenCommand, process.argv.slice(2))
