// One line of progress: a moving bar on a terminal, only start and end in a log.

export interface ProgressLine {
  /** `share` from 0 to 1. */
  show: (share: number) => void
  done: () => void
  /** It came to nothing: what follows begins on a line of its own. */
  leave: () => void
}

const BAR_WIDTH = 28

export function createProgressLine(label: string, out: NodeJS.WriteStream = process.stdout): ProgressLine {
  if (!out.isTTY) out.write(`${label} …\n`)
  const draw = (share: number) => {
    const filled = Math.round(Math.min(1, Math.max(0, share)) * BAR_WIDTH)
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_WIDTH - filled)
    out.write(`\r\x1b[2K${label}  ${bar} ${String(Math.round(share * 100)).padStart(3)} %`)
  }
  return {
    show: (share) => {
      if (out.isTTY) draw(share)
    },
    done: () => {
      if (out.isTTY) out.write(`\r\x1b[2K${label}  ✓\n`)
      else out.write(`${label}: done\n`)
    },
    leave: () => {
      if (out.isTTY) out.write('\n')
    },
  }
}
