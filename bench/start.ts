// From the command to `GET /ready` answering 200, and the memory of all processes together one minute later.
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../tests/acceptance/server.ts'
import type { Figure } from './main-bench.ts'
import { descendantsOf, proportionalSetBytes } from './processes.ts'

const MIB = 2 ** 20
const IDLE_MS = 60_000

export async function benchStart(): Promise<Figure[]> {
  const firstBegin = performance.now()
  const first = await startServer()
  const firstMs = performance.now() - firstBegin
  await first.stop()

  const secondBegin = performance.now()
  const second = await startServer({ folder: first.dataFolder.replace(/\/data$/, '') })
  const secondMs = performance.now() - secondBegin
  await sleep(IDLE_MS)
  const processes = [second.pid, ...(await descendantsOf(second.pid))]
  const bytes = await proportionalSetBytes(processes)
  await second.stop()
  await second.remove()
  return [
    { name: 'first start to ready', value: firstMs / 1000, unit: 's' },
    { name: 'second start to ready', value: secondMs / 1000, unit: 's', atMost: 5 },
    {
      name: `idle memory of ${String(processes.length)} processes (PSS)`,
      value: bytes / MIB,
      unit: 'MiB',
      atMost: 400,
    },
  ]
}
