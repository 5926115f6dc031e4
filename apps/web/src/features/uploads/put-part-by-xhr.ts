// PUT by XMLHttpRequest: the only way in a browser to see how much of a request body has left.
import { ApiError } from '@rushes/client/request'
import type { PutPart } from '@rushes/client/upload'
import { ownUrl } from '../../ui/own-url.ts'

/** A connection on which nothing moves for this long is dead, whatever the system thinks. */
const STALLED_AFTER_MS = 45_000

export const putPartByXhr: PutPart = (url, body, { contentType, signal, onSent }) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let stallTimer: ReturnType<typeof setTimeout>
    const watch = () => {
      clearTimeout(stallTimer)
      stallTimer = setTimeout(() => request.abort(), STALLED_AFTER_MS)
    }
    const abort = () => request.abort()
    const end = (settle: () => void) => {
      clearTimeout(stallTimer)
      signal.removeEventListener('abort', abort)
      settle()
    }
    const lost = () =>
      end(() =>
        reject(
          signal.aborted
            ? (signal.reason as Error)
            : new ApiError(0, 'The connection was lost during the upload.', [], null),
        ),
      )

    request.upload.addEventListener('progress', ({ loaded }) => {
      watch()
      onSent(loaded)
    })
    request.addEventListener('load', () =>
      end(() =>
        request.status === 200
          ? resolve()
          : reject(new ApiError(request.status, refusalOf(request), [], null)),
      ),
    )
    request.addEventListener('error', lost)
    request.addEventListener('abort', lost)

    signal.addEventListener('abort', abort)
    request.open('PUT', ownUrl(url))
    if (contentType !== '') request.setRequestHeader('content-type', contentType)
    request.setRequestHeader('x-amz-acl', 'private')
    watch()
    request.send(body)
  })

/** Upload hosts answer in XML (v2-assets.md 1.1). */
function refusalOf({ responseText }: XMLHttpRequest): string {
  return /<Message>(.*?)<\/Message>/s.exec(responseText)?.[1] ?? 'The upload was refused.'
}
