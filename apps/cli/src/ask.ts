// Questions at the terminal. What is piped in answers them line by line.
import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'
import { Writable } from 'node:stream'
import { CommandError } from './verb.ts'

export interface Asker extends Disposable {
  ask: (question: string) => Promise<string>
  /** What is typed is not shown. */
  askSecret: (question: string) => Promise<string>
}

export function openAsker(): Asker {
  let isSecret = false
  const out = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      if (!isSecret) process.stderr.write(chunk)
      done()
    },
  })
  const isTerminal = process.stdin.isTTY
  const lines: Interface = createInterface({ input: process.stdin, output: out, terminal: isTerminal })
  const next = lines[Symbol.asyncIterator]()
  const read = async (question: string, secret: boolean) => {
    if (isTerminal) process.stderr.write(question)
    isSecret = secret
    const line = await next.next()
    isSecret = false
    if (secret && isTerminal) process.stderr.write('\n')
    if (line.done === true) throw new CommandError('There was no answer.')
    return line.value.trim()
  }
  return {
    ask: (question) => read(question, false),
    askSecret: (question) => read(question, true),
    [Symbol.dispose]: () => lines.close(),
  }
}
