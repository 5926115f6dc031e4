// A process of its own that opens a data folder and keeps it, for tests that kill it. Argument: the folder. Prints one
// line of JSON.

import { openDataFolder } from '../../apps/server/src/data-folder.ts'

const [folder = ''] = process.argv.slice(2)

try {
  const data = await openDataFolder(folder)
  await data.announce('http://127.0.0.1:4747')
  process.stdout.write(`${JSON.stringify({ path: data.path })}\n`)
  setInterval(() => undefined, 60_000)
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error))
  process.stdout.write(`${JSON.stringify({ error: { name, message } })}\n`)
  process.exitCode = 1
}
