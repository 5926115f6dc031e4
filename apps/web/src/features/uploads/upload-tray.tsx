// The tray at the corner of the screen: every file on its way up.
import { useLocation } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, Pause, Play, Upload, X } from 'lucide-react'
import { useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { useServices } from '../../services.ts'
import { classNames } from '../../ui/class-names.ts'
import { count } from '../../ui/count.ts'
import { formatTimeLeft } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import type { Uploads } from './upload-engine.ts'
import { summarise } from './upload-item.ts'
import type { UploadItem, UploadSummary } from './upload-item.ts'
import { UploadRow } from './upload-row.tsx'
import './upload-tray.css'

const ROW_PIXELS = 62
/** Long enough to be seen. */
const TIDY_MS = 8_000

export function UploadTray() {
  const { uploads } = useServices()
  const items = useSyncExternalStore(uploads.subscribe, uploads.getItems)
  // The room has little to spare: there the list stays folded until somebody wants to see it.
  const isInRoom = useLocation({ select: ({ pathname }) => pathname.startsWith('/player/') })
  const [choice, setOpen] = useState<boolean | null>(null)
  const isOpen = choice ?? !isInRoom
  const summary = summarise(items)
  const watching = useTidying(items, uploads)
  return (
    <section className={classNames('tray', isInRoom && 'tray-in-room')} aria-label="Uploads" {...watching}>
      <header className="tray-head">
        <button type="button" className="tray-fold" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          <span className="tray-title numbers">{titleOf(summary)}</span>
          <span className="tray-note numbers">{noteOf(summary)}</span>
        </button>
        <TrayButtons items={items} summary={summary} uploads={uploads} />
        <IconButton label={isOpen ? 'Fold' : 'Unfold'} onClick={() => setOpen(!isOpen)}>
          <ChevronDown className={classNames('tray-chevron', !isOpen && 'tray-chevron-folded')} />
        </IconButton>
      </header>
      {summary.active + summary.paused > 0 && (
        <div className="tray-progress">
          <ProgressBar fraction={summary.fraction} label="All uploads" />
        </div>
      )}
      {isOpen && <UploadList items={items} uploads={uploads} />}
    </section>
  )
}

/** Once all has arrived the list goes by itself, but not from under the pointer or the focus of somebody. */
function useTidying(items: readonly UploadItem[], uploads: Uploads) {
  const [isLookedAt, setLookedAt] = useState(false)
  const isAllDone = items.every(({ state }) => state.kind === 'done')
  useEffect(() => {
    if (!isAllDone || isLookedAt) return
    const timer = setTimeout(() => {
      for (const { id } of items) uploads.dismiss(id)
    }, TIDY_MS)
    return () => clearTimeout(timer)
  }, [items, isAllDone, isLookedAt, uploads])
  const [look, leave] = [() => setLookedAt(true), () => setLookedAt(false)]
  return { onPointerEnter: look, onPointerLeave: leave, onFocus: look, onBlur: leave }
}

function TrayButtons({
  items,
  summary,
  uploads,
}: {
  items: readonly UploadItem[]
  summary: UploadSummary
  uploads: Uploads
}) {
  const forEach = (run: (id: string) => void) => {
    for (const { id } of items) run(id)
  }
  if (summary.active > 0)
    return (
      <IconButton label="Pause all" onClick={() => forEach(uploads.pause)}>
        <Pause />
      </IconButton>
    )
  if (summary.paused > 0)
    return (
      <IconButton label="Resume all" onClick={() => forEach(uploads.resume)}>
        <Play />
      </IconButton>
    )
  const isOver = items.every(({ state }) => state.kind === 'done' || state.kind === 'failed')
  if (!isOver) return null
  return (
    <IconButton label="Clear the list" onClick={() => forEach(uploads.dismiss)}>
      <X />
    </IconButton>
  )
}

function UploadList({ items, uploads }: { items: readonly UploadItem[]; uploads: Uploads }) {
  const scroller = useRef<HTMLDivElement>(null)
  // oxlint-disable-next-line react/incompatible-library -- a note for the React Compiler, which is not used
  const rows = useVirtualizer({
    count: items.length,
    estimateSize: () => ROW_PIXELS,
    getScrollElement: () => scroller.current,
    overscan: 4,
  })
  return (
    <div className="tray-list" ref={scroller}>
      <ul style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ index, start }) => {
          const item = items[index]
          return (
            item !== undefined && (
              <li key={item.id} className="tray-row" style={{ transform: `translateY(${String(start)}px)` }}>
                <UploadRow item={item} uploads={uploads} />
              </li>
            )
          )
        })}
      </ul>
      {items.some(({ state }) => state.kind === 'needs-file') && <PickAgain uploads={uploads} />}
    </div>
  )
}

/** After a reload the browser may only read files that are picked once more. */
function PickAgain({ uploads }: { uploads: Uploads }) {
  const { toasts } = useServices()
  function offer(files: FileList | null): void {
    const strangers = uploads.offerFiles([...(files ?? [])])
    if (strangers.length > 0)
      toasts.complain(
        `${count(strangers.length, 'file is not', 'files are not')} one of these: name, size and date must be the same.`,
      )
  }
  return (
    <label className="tray-again">
      <Upload aria-hidden />
      <span>Pick the files again to go on. Only what is missing is sent.</span>
      <input
        type="file"
        multiple
        className="visually-hidden"
        onChange={(event) => {
          offer(event.currentTarget.files)
          event.currentTarget.value = ''
        }}
      />
    </label>
  )
}

function titleOf({ total, done, failed, active, paused }: UploadSummary): string {
  if (active > 0) return `Uploading ${count(total - done - failed, 'file')}`
  if (paused > 0) return `${count(paused, 'upload')} paused`
  if (done + failed < total) return count(total - done - failed, 'unfinished upload')
  if (failed > 0) return `${count(failed, 'upload')} failed`
  return `${count(done, 'file')} uploaded`
}

function noteOf({ active, fraction, secondsLeft, done, total }: UploadSummary): string {
  if (active === 0) return done > 0 && done < total ? `${String(done)} done` : ''
  const percent = `${String(Math.floor(fraction * 100))} %`
  return secondsLeft === null ? percent : `${percent} · ${formatTimeLeft(secondsLeft)}`
}
