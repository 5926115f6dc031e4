// Runs TypeScript samples of the reference, one JSON line each; says what each one printed. A sample is a module of its
// own, in a folder from which the packages it imports are found.
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const cache = join(import.meta.dirname, '../../.rushes-cache')
await mkdir(cache, { recursive: true })
const folder = await mkdtemp(join(cache, 'samples-'))
let count = 0

for await (const line of createInterface({ input: process.stdin })) {
  const file = join(folder, `${String((count += 1))}.ts`)
  const { code } = JSON.parse(line) as { code: string }
  await writeFile(file, code)
  process.stdout.write(`${JSON.stringify(await runSample(file))}\n`)
}
await rm(folder, { recursive: true, force: true })

async function runSample(file: string): Promise<{ answer: unknown } | { failure: string }> {
  const printed: unknown[] = []
  const log = console.log
  console.log = (value: unknown) => void printed.push(value)
  try {
    await import(file)
    return { answer: printed[0] }
  } catch (error) {
    return { failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  } finally {
    console.log = log
  }
}
