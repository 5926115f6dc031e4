// One event stream per browser and project (design 10): tabs that look at the same project agree by a lock on which of
// them listens to the server; it passes what it hears on to the others. When it closes, the next one takes over.
import type { LiveWord } from '@rushes/contract/live'

export interface LiveListener {
  onMessage: (message: LiveWord) => void
  /** Messages may have been missed: everything on show must be asked for again. */
  onGap: () => void
}

/** Starts listening to a project, or with null to all places of the caller at once. Returns the way to stop. */
export function connectLive(projectId: string | null, { onMessage, onGap }: LiveListener): () => void {
  const name = `rushes-live-${projectId ?? 'places'}`
  const channel = new BroadcastChannel(name)
  channel.addEventListener('message', ({ data }) => {
    if (data === 'gap') onGap()
    else if (isLiveWord(data)) onMessage(data)
  })

  const stop = new AbortController()
  const listen = () =>
    listenToServer(projectId, stop.signal, {
      onMessage: (message) => {
        onMessage(message)
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
        channel.postMessage(message)
      },
      onGap: () => {
        onGap()
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel never leaves its origin
        channel.postMessage('gap')
      },
    })
  // Locks exist on secure origins only; on plain http in a LAN every tab listens for itself.
  const locks: LockManager | undefined = navigator.locks
  if (locks === undefined) void listen()
  else locks.request(name, { signal: stop.signal }, listen).catch(ignoreAbort)

  return () => {
    stop.abort()
    channel.close()
  }
}

/** Resolves when told to stop: as long as it runs, the lock is held. */
function listenToServer(
  projectId: string | null,
  signal: AbortSignal,
  { onMessage, onGap }: LiveListener,
): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(
      projectId === null ? '/live' : `/live?project_id=${encodeURIComponent(projectId)}`,
    )
    let wasLost = false
    source.addEventListener('open', () => {
      if (wasLost) onGap()
      wasLost = false
    })
    // The browser connects again by itself, unless it was refused: then the caller may not be here any more. The
    // server also ends a stream the moment a right is taken away, so what is on show is asked for again at once.
    source.addEventListener('error', () => {
      if (!wasLost || source.readyState === EventSource.CLOSED) onGap()
      wasLost = true
    })
    source.addEventListener('message', ({ data }) => {
      const message: unknown = typeof data === 'string' ? JSON.parse(data) : null
      if (isLiveWord(message)) onMessage(message)
    })
    signal.addEventListener('abort', () => {
      source.close()
      resolve()
    })
  })
}

function isLiveWord(value: unknown): value is LiveWord {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    (value.kind === 'places' || value.kind === 'processing' || ('project_id' in value && 'asset_id' in value))
  )
}

function ignoreAbort(error: unknown): void {
  if (!(error instanceof DOMException && error.name === 'AbortError')) throw error
}
