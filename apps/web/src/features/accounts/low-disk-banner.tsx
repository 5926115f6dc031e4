import { useQueries, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { HardDrive } from 'lucide-react'
import { useServices } from '../../services.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { diskQuery, placesQuery } from '../places/place-queries.ts'
import './low-disk-banner.css'

/** Tells owners and admins that the disk is about to be full, while there is time to do something about it. */
export function LowDiskBanner() {
  const { client } = useServices()
  const accounts = useQuery(placesQuery(client)).data?.accounts ?? []
  const disks = useQueries({ queries: accounts.map((account) => diskQuery(client, account)) })
  const index = disks.findIndex(({ data }) => data?.is_low === true)
  const account = accounts[index]
  if (account === undefined) return null
  return (
    <output className="low-disk">
      <HardDrive aria-hidden />
      <p className="low-disk-text">
        <b>
          Only <span className="numbers">{formatBytes(disks[index]?.data?.free_bytes ?? 0)}</span> free on the
          server.
        </b>{' '}
        Uploads stop when its disk is full. Make room, or put in a larger disk.
      </p>
      <Link to="/accounts/$accountId" params={{ accountId: account.id }} className="low-disk-link">
        What takes the space
      </Link>
    </output>
  )
}
