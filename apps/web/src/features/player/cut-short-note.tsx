import type { CutShort } from '@rushes/contract/pipeline'
import { formatSeconds } from '@rushes/player/timecode'
import { useQuery } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { pipelineQuery } from '../assets/asset-queries.ts'
import './preview-note.css'

/** Says that the file breaks off: what plays is not all of the film. */
export function CutShortNote({ assetId }: { assetId: string }) {
  const { client } = useServices()
  const { data: pipeline } = useQuery(pipelineQuery(client, assetId))
  const cutShort = pipeline?.cut_short ?? null
  return cutShort === null ? null : (
    <output className="preview-note numbers">{cutShortPhrase(cutShort)}</output>
  )
}

export function cutShortPhrase({ arrived, stated }: CutShort): string {
  return `The file ends early: ${formatSeconds(arrived)} of ${formatSeconds(stated)} are there. Upload it again to have all of it.`
}
