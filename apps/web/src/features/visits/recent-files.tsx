import type { Asset } from '@rushes/contract/assets'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { File } from 'lucide-react'
import { useServices } from '../../services.ts'
import { ownUrl } from '../../ui/own-url.ts'
import { recentQuery } from './visit-queries.ts'
import '../../ui/picture-frame.css'
import './recent-files.css'

/** The way back to what was on the screen last. Nothing stands here before the first visit of a file. */
export function RecentFiles() {
  const { client } = useServices()
  const { data } = useQuery(recentQuery(client))
  if (data === undefined || data.length === 0) return null
  return (
    <section className="recent-files" aria-labelledby="recent-title">
      <h2 id="recent-title" className="recent-title">
        Recent
      </h2>
      <ul className="recent-list">
        {data.map((asset) => (
          <li key={asset.id}>
            <Link
              to="/player/$assetId"
              params={{ assetId: asset.id }}
              className="recent-file"
              title={asset.name}
            >
              <RecentPicture asset={asset} />
              <span className="recent-name">{asset.name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A stack looks like its newest version. */
function RecentPicture({ asset }: { asset: Asset }) {
  const shown = asset.cover_asset ?? asset
  const thumb = shown.thumb_540 ?? shown.thumb
  return (
    <span className="picture-frame recent-picture">
      {thumb === null ? (
        <File aria-hidden />
      ) : (
        <img src={ownUrl(thumb)} alt="" loading="lazy" decoding="async" />
      )}
    </span>
  )
}
