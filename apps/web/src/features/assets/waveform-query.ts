import { isWaveformFile } from '@rushes/player/waveform'
import { queryOptions, skipToken } from '@tanstack/react-query'
import { ownUrl } from '../../ui/own-url.ts'

/** The waveform file behind a link; asks for nothing without one. */
export const waveformQuery = (url: string | null) =>
  queryOptions({
    queryKey: ['waveform', url],
    queryFn:
      url === null
        ? skipToken
        : async ({ signal }) => {
            const response = await fetch(ownUrl(url), { signal })
            const file: unknown = response.ok ? await response.json() : null
            if (!isWaveformFile(file)) throw new Error('The waveform of this file cannot be read.')
            return file
          },
    staleTime: Number.POSITIVE_INFINITY,
  })
