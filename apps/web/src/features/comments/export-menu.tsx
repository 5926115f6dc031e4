// Takes the comments to where the work goes on: a spreadsheet, a printout, the editing program.
import type { Asset } from '@rushes/contract/assets'
import type { Comment, CommentExportFormat } from '@rushes/contract/comments'
import { kindOfAsset } from '@rushes/player/source-choice'
import { Download, ImageDown } from 'lucide-react'
import { useServices } from '../../services.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { messageOf } from '../../ui/message-of.ts'
import { saveFile } from '../../ui/save-file.ts'
import type { Filter } from './comment-threads.ts'
import type { Room } from './room-store.ts'
import { saveFrame } from './save-frame.ts'

interface Choice {
  format: CommentExportFormat
  label: string
  note?: string
}

const LISTS: readonly Choice[] = [
  { format: 'pdf', label: 'PDF with pictures and drawings' },
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

/** Sound has no frames (docs/decisions/0013). */
const NO_MARKERS: MenuEntry = {
  kind: 'item',
  label: 'No markers for editing programs',
  note: 'They stand on the frames of a picture. The files above say the time of each comment.',
  isDisabled: true,
  onSelect: () => undefined,
}

export function ExportMenu(props: {
  asset: Asset
  room: Room
  filter: Filter
  comments: readonly Comment[]
}) {
  const { asset, room, filter, comments } = props
  const { client, toasts } = useServices()
  const save = async (format: CommentExportFormat) => {
    try {
      saveFile(await client.exportComments(asset.id, { format, filter }))
    } catch (error) {
      toasts.complain(`The comments were not exported. ${messageOf(error)}`)
    }
  }
  const savePicture = async () => {
    try {
      await saveFrame(client, room, comments)
    } catch (error) {
      toasts.complain(`The picture was not saved. ${messageOf(error)}`)
    }
  }
  const entryOf = ({ format, label, note }: Choice): MenuEntry => ({
    kind: 'item',
    label,
    isDisabled: comments.length === 0,
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
              { kind: 'line' } as const,
              {
                kind: 'item',
                label: 'This frame (PNG)',
                note: 'In full size from the original, with its drawing',
                icon: <ImageDown />,
                isDisabled: asset.original === undefined,
                onSelect: () => void savePicture(),
              } as const,
            ]
          : []),
        ...(kindOfAsset(asset) === 'audio' ? [{ kind: 'line' } as const, NO_MARKERS] : []),
      ]}
    >
      <IconButton label="Export comments" className="comments-order">
        <Download />
      </IconButton>
    </ButtonMenu>
  )
}
