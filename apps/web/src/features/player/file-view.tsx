import type { Asset } from '@rushes/contract/assets'
import { Download, File, FileText, RotateCw, TriangleAlert } from 'lucide-react'
import { Button } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { downloadOriginals } from '../assets/download-originals.ts'
import { useAssetPhase } from '../assets/use-asset-phase.ts'
import { useProcessing } from '../processing/use-processing.ts'
import './file-view.css'

/** A file that is not for watching, or that could not be made watchable: what it is, and the way to have it. */
export function FileView({ asset, problem }: { asset: Asset; problem?: string }) {
  const phase = useAssetPhase(asset)
  // Before that there is nothing to fetch, and nothing to try again: it has to be uploaded anew.
  const hasArrived = asset.upload_completed_at !== null
  const reason = problem ?? (phase.kind === 'failed' ? phase.reason : null)
  const leftOut = whyLeftOut(asset)
  const kind = kindOf(asset)
  return (
    <div className="stage file-view">
      <div className="file-card">
        <div className={reason === null ? 'file-glyph' : 'file-glyph file-glyph-problem'} aria-hidden>
          {reason !== null ? <TriangleAlert /> : asset.asset_type === 'document' ? <FileText /> : <File />}
        </div>
        <p className="file-name">{asset.name}</p>
        <p className="file-facts numbers">
          {formatBytes(asset.filesize)}
          {kind !== null && ` · ${kind}`}
        </p>
        {reason === null ? (
          <p className="file-note">{leftOut ?? 'There is no preview for this kind of file.'}</p>
        ) : (
          <p className="file-problem" role="alert">
            {reason}
          </p>
        )}
        <div className="file-buttons">
          {hasArrived && asset.original !== undefined && (
            <Button look="primary" icon={<Download />} onClick={() => downloadOriginals([asset])}>
              Download
            </Button>
          )}
          {hasArrived && (reason ?? leftOut) !== null && <RetryButton asset={asset} />}
        </div>
      </div>
    </div>
  )
}

/** As people call it: by what its name ends in. Types of office documents are longer than a line. */
function kindOf({ name, filetype }: Asset): string | null {
  const ending = /\.([a-z0-9]{1,5})$/i.exec(name)?.[1]
  return ending?.toUpperCase() ?? filetype
}

/** Why nothing was made of a document although it could have been. */
function whyLeftOut({ transcode_statuses: statuses }: Asset): string | null {
  const pdf = statuses?.['pdf_proxy']
  return pdf?.encode_status === 'skipped' ? pdf.error : null
}

function RetryButton({ asset }: { asset: Asset }) {
  const { retry } = useProcessing(asset.id)
  return (
    <Button icon={<RotateCw />} isBusy={retry.isPending} onClick={() => retry.mutate()}>
      Try again
    </Button>
  )
}
