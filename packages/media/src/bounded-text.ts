/** Collects text without growing: keeps the beginning (where the cause is named) and the end (where it gave up). */
export function createBoundedText(headBytes: number, tailBytes: number) {
  let head = Buffer.alloc(0)
  let tail = Buffer.alloc(0)
  let droppedBytes = 0
  return {
    add(chunk: Buffer): void {
      const room = headBytes - head.length
      if (room > 0) head = Buffer.concat([head, chunk.subarray(0, room)])
      const rest = chunk.subarray(Math.max(0, room))
      if (rest.length === 0) return
      const joined = Buffer.concat([tail, rest])
      const kept = joined.subarray(Math.max(0, joined.length - tailBytes))
      droppedBytes += joined.length - kept.length
      tail = Buffer.from(kept)
    },
    text(): string {
      const gap = droppedBytes > 0 ? `\n[${droppedBytes} bytes left out]\n` : ''
      return `${head.toString('utf8')}${gap}${tail.toString('utf8')}`
    },
  }
}
