/**
 * The chunks of `source` until `signal` fires, then its reason as an error, even while the source is silent.
 * Afterwards the source's iterator is told to stop, without waiting for one that does not answer.
 */
export async function* untilAborted<T>(
  source: AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, undefined> {
  const iterator = source[Symbol.asyncIterator]()
  let over = false
  try {
    for (;;) {
      const result = await nextOrAbort(iterator, signal)
      if (result.done === true) {
        over = true
        return
      }
      yield result.value
    }
  } catch (error) {
    // Either the source failed and is over by itself, or it is stuck in `next` and `return` would wait behind it.
    over = signal?.aborted !== true
    throw error
  } finally {
    if (!over) stop(iterator)
  }
}

// Not Promise.race against one long-lived promise: that keeps a reaction per chunk until the body ends.
function nextOrAbort<T>(
  iterator: AsyncIterator<T>,
  signal: AbortSignal | undefined,
): Promise<IteratorResult<T>> {
  if (signal === undefined) return iterator.next()
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(reasonOf(signal))
    }
    if (signal.aborted) {
      onAbort()
      return
    }
    signal.addEventListener('abort', onAbort, { once: true })
    void iterator
      .next()
      .then(resolve, reject)
      .finally(() => {
        signal.removeEventListener('abort', onAbort)
      })
  })
}

function reasonOf(signal: AbortSignal): Error {
  // `abort(reason)` takes anything; `abort()` gives a DOMException, which is an Error in Node.
  return signal.reason instanceof Error
    ? signal.reason
    : new Error('The transfer was aborted.', { cause: signal.reason })
}

function stop(iterator: AsyncIterator<unknown>): void {
  // The transfer has already failed with its own error; how the abandoned source ends changes nothing.
  iterator.return?.().catch(() => undefined)
}
