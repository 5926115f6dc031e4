// Two versions, or any two files, looked at as one: /player/<this>/compare/<that>.
import { kindOfAsset } from '@rushes/player/source-choice'
import { useQueries, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { Columns2 } from 'lucide-react'
import { useServices } from '../../services.ts'
import { GoneNotice } from '../../ui/gone-notice.tsx'
import { ErrorNotice, isNotFound, Notice } from '../../ui/notice.tsx'
import { useTitle } from '../../ui/use-title.ts'
import { assetFromListings, assetQuery } from '../assets/asset-queries.ts'
import { useLiveProject } from '../live/use-live-project.ts'
import { CompareRoom } from './compare-room.tsx'

export function ComparePage() {
  const { client } = useServices()
  const queryClient = useQueryClient()
  const { assetId, otherId } = useParams({ from: '/signed-in/player/$assetId/compare/$otherId' })
  const [one, other] = useQueries({
    queries: [
      { ...assetQuery(client, assetId), placeholderData: () => assetFromListings(queryClient, assetId) },
      { ...assetQuery(client, otherId), placeholderData: () => assetFromListings(queryClient, otherId) },
    ],
  })
  useTitle(one.data === undefined ? undefined : `Compare ${one.data.name}`)
  useLiveProject(one.data?.project_id)
  const error = one.error ?? other.error
  if (isNotFound(error)) return <GoneNotice title="One of the two files is not here" />
  if (error !== null)
    return (
      <ErrorNotice
        error={error}
        title="This cannot be compared"
        onRetry={() => void Promise.all([one.refetch(), other.refetch()])}
      />
    )
  if (one.data === undefined || other.data === undefined)
    return (
      <output className="player-loading" aria-label="Loading">
        <Columns2 aria-hidden />
      </output>
    )
  if (kindOfAsset(one.data) !== 'video' || kindOfAsset(other.data) !== 'video')
    return (
      <Notice
        picture={<Columns2 />}
        title="Only films can be compared"
        text="Both files must be films that can be played here."
      />
    )
  // Another pair is another room.
  return <CompareRoom key={`${assetId} ${otherId}`} one={one.data} other={other.data} />
}
