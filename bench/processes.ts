// What the kernel says about processes (Linux).
import { readdir, readFile } from 'node:fs/promises'

const KIB = 1024

/** Ids of all children, grandchildren and so on. */
export async function descendantsOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    // A process that has just ended has no parent any more.
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '')
    const parent = /^\d+ \(.*\) \S (\d+)/s.exec(stat)?.[1]
    if (parent !== undefined) parents.set(Number(name), Number(parent))
  }
  const found: number[] = []
  const waiting = [pid]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const [child, parent] of parents) {
      if (parent !== next) continue
      found.push(child)
      waiting.push(child)
    }
  }
  return found
}

/** Memory of the processes together; pages they share are counted once. Bytes. */
export async function proportionalSetBytes(pids: readonly number[]): Promise<number> {
  const sizes = await Promise.all(
    pids.map(async (pid) => {
      const text = await readFile(`/proc/${String(pid)}/smaps_rollup`, 'utf8')
      return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * KIB
    }),
  )
  return sizes.reduce((sum, bytes) => sum + bytes, 0)
}

/** The most a process ever had in memory. Bytes. */
export async function peakBytes(pid: number): Promise<number> {
  const text = await readFile(`/proc/${String(pid)}/status`, 'utf8')
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * KIB
}
