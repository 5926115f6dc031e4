import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('who gives up while waiting does not keep the others from going', async () => {
  const gate = createGate(1)
  const forever = new AbortController().signal
  let finish = () => {}
  const first = gate(() => new Promise<void>((resolve) => (finish = resolve)), forever)
  const impatient = new AbortController()
  const second = gate(() => Promise.resolve('second'), impatient.signal)
  const third = gate(() => Promise.resolve('third'), forever)
  impatient.abort(new Error('changed my mind'))
  await expect(second).rejects.toThrow('changed my mind')
  finish()
  await first
  await expect(third).resolves.toBe('third')
})

test('a failure gives its place back', async () => {
  const gate = createGate(1)
  const { signal } = new AbortController()
  await expect(gate(() => Promise.reject(new Error('broken')), signal)).rejects.toThrow('broken')
  await expect(gate(() => Promise.resolve('next'), signal)).resolves.toBe('next')
})
