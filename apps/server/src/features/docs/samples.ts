// The call of an endpoint's example in three languages.
import { samplesOfCall } from '@rushes/client/call-samples'
import type { Sample } from '@rushes/client/call-samples'
import type { EndpointPage } from './pages.ts'

/** Where our own pages say the server is; replaced by the real origin when a page is sent. */
export const SAMPLE_ORIGIN = 'http://127.0.0.1:4747'

export function samplesOf(page: EndpointPage): Sample[] {
  const { method, path: pattern, schemas } = page.route
  const example = page.example()
  return samplesOfCall({
    origin: SAMPLE_ORIGIN,
    method,
    pattern,
    path: example?.request.path ?? pattern,
    body: example?.request.body,
    isFile: schemas.shape === 'file',
    takesFile: schemas.takesFile,
    isSessionOnly: page.text.isSessionOnly === true,
  })
}
