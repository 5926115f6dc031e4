// Takes the comments to where the work goes on: a spreadsheet, a printout, the editing program.
import type { Asset } from '@rushes/contract/assets'
import type { CommentExportFormat } from '@rushes/contract/comments'
import { Download } from 'lucide-react'
import { useServices } from '../../services.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { saveFile } from '../../ui/save-file.ts'
import type { Filter } from './comment-threads.ts'

interface Choice {
  format: CommentExportFormat
  label: string
  note?: string
}

const LISTS: readonly Choice[] = [
  { format: 'csv', label: 'Spreadsheet (CSV)' },
  { format: 'text', label: 'Plain text' },
]
const MARKERS: readonly Choice[] = [
  {
    format: 'resolve',
    label: 'DaVinci Resolve (EDL)',
    note: 'Timelines › Import › Timeline markers from EDL',
  },
  { format: 'premiere', label: 'Premiere Pro (XML)' },
  { format: 'final_cut', label: 'Final Cut Pro (FCPXML)' },
  { format: 'avid', label: 'Media Composer (text)', note: 'Markers window › Import markers' },
  { format: 'edl', label: 'EDL with locators' },
]

export function ExportMenu({ asset, filter, isEmpty }: { asset: Asset; filter: Filter; isEmpty: boolean }) {
  const { client, toasts } = useServices()
  const save = async (format: CommentExportFormat) => {
    try {
      saveFile(await client.exportComments(asset.id, { format, filter }))
    } catch (error) {
      toasts.complain(`The comments were not exported. ${messageOf(error)}`)
    }
  }
  const entryOf = ({ format, label, note }: Choice): MenuEntry => ({
    kind: 'item',
    label,
    ...(note === undefined ? {} : { note }),
    onSelect: () => void save(format),
  })
  const hasFrames = asset.fps !== null && asset.fps > 0
  return (
    <ButtonMenu
      entries={[
        { kind: 'title', label: 'Export comments' },
        ...LISTS.map(entryOf),
        ...(hasFrames
          ? [
              { kind: 'line' } as const,
              { kind: 'title', label: 'Markers for' } as const,
              ...MARKERS.map(entryOf),
            ]
          : []),
      ]}
    >
      <IconButton label="Export comments" className="comments-order" disabled={isEmpty}>
        <Download />
      </IconButton>
    </ButtonMenu>
  )
}
