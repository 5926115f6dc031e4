// What is said about a file, and the field to say more.
import type { Asset } from '@rushes/contract/assets'
import { chooseSource, kindOfAsset } from '@rushes/player/source-choice'
import { useQuery } from '@tanstack/react-query'
import { ArrowUpDown, MessageSquareText } from 'lucide-react'
import { useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import { useServices } from '../../services.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import { ErrorNotice, Notice } from '../../ui/notice.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import type { AssetPhase } from '../assets/asset-phase.ts'
import { useAssetPhase } from '../assets/use-asset-phase.ts'
import { sessionQuery } from '../session/session-query.ts'
import { useVisit } from '../visits/use-visit.ts'
import { CarryOffer } from './carry-offer.tsx'
import { commentsQuery } from './comment-queries.ts'
import { FILTERS, filterThreads, NOT_NARROWED, ORDERS, threadsOf } from './comment-threads.ts'
import type { Filter, Order, Thread } from './comment-threads.ts'
import { CommentThread } from './comment-thread.tsx'
import { Composer } from './composer.tsx'
import { ExportMenu } from './export-menu.tsx'
import { NewSince } from './new-since.tsx'
import { NarrowMenu, NarrowingLine } from './narrow-comments.tsx'
import { useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { useCommentActions } from './use-comment-actions.ts'
import { useComments, useReadReceipts } from './use-comments.ts'
import './comments-column.css'

const FILTER_NAMES: Record<Filter, string> = { all: 'All', open: 'Open', done: 'Done' }
const ORDER_NAMES: Record<Order, string> = {
  time: 'Along the film',
  newest: 'Newest first',
  oldest: 'Oldest first',
  person: 'By person',
}

export function CommentsColumn({ asset, room }: { asset: Asset; room: Room }) {
  const { client } = useServices()
  const { error, refetch } = useQuery(commentsQuery(client, asset.id))
  const comments = useComments(asset, room)
  const me = useQuery(sessionQuery(client)).data?.user
  const actions = useCommentActions(asset)
  const chosenId = useRoom(room, (state) => state.chosenId)
  const filter = useRoom(room, (state) => state.filter)
  const narrowing = useRoom(room, (state) => state.narrowing)
  const [order, setOrder] = useState<Order>('time')
  const list = useRef<HTMLDivElement>(null)
  const threads = useMemo(() => threadsOf(comments ?? [], order), [comments, order])
  const shown = useMemo(() => filterThreads(threads, filter, narrowing), [threads, filter, narrowing])
  const news = useVisit(asset.id)
  useReadReceipts(asset, news.isKnown ? comments : undefined)
  // Whoever follows a link to a comment, or writes one, sees it.
  const onChosen = useEffectEvent((id: string) => {
    const isIn = (some: Thread[]) => some.some(({ head }) => head.id === id)
    if (isIn(threads) && !isIn(shown)) room.set({ filter: 'all', narrowing: NOT_NARROWED })
  })
  useEffect(() => {
    if (chosenId === null) return
    onChosen(chosenId)
    const card = list.current?.querySelector(`[data-comment="${CSS.escape(chosenId)}"]`)
    card?.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  }, [chosenId])

  return (
    <div className="comments">
      <div className="comments-bar">
        <div className="comments-filters" role="radiogroup" aria-label="Show">
          {FILTERS.map((name) => (
            <button
              key={name}
              type="button"
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a row of buttons that reads as one choice
              role="radio"
              aria-checked={filter === name}
              className="comments-filter"
              onClick={() => room.set({ filter: name })}
            >
              {FILTER_NAMES[name]}
              <span className="comments-number numbers">
                {filterThreads(threads, name, narrowing).length}
              </span>
            </button>
          ))}
        </div>
        {me !== undefined && <NarrowMenu room={room} comments={comments ?? []} me={me} />}
        <ButtonMenu
          entries={ORDERS.map((name) => ({
            kind: 'item',
            label: ORDER_NAMES[name],
            isChosen: order === name,
            onSelect: () => setOrder(name),
          }))}
        >
          <IconButton label="Order" className="comments-order">
            <ArrowUpDown />
          </IconButton>
        </ButtonMenu>
        <ExportMenu asset={asset} room={room} filter={filter} comments={comments ?? []} />
      </div>
      <NewSince news={news} threads={threads} room={room} />
      {comments !== undefined && <CarryOffer asset={asset} comments={comments} />}
      {me !== undefined && <NarrowingLine room={room} comments={comments ?? []} me={me} />}
      <div
        ref={list}
        className="comments-list"
        // A feed without articles is none.
        role={shown.length === 0 ? 'group' : 'feed'}
        aria-label="Comments"
        aria-busy={comments === undefined}
      >
        {comments === undefined && error === null && <Loading />}
        {comments === undefined && error !== null && (
          <ErrorNotice error={error} title="The comments cannot be shown" onRetry={() => void refetch()} />
        )}
        {comments !== undefined && shown.length === 0 && (
          <Nothing asset={asset} isFiltered={threads.length > 0} />
        )}
        {me !== undefined &&
          shown.map((thread) => (
            <CommentThread
              key={thread.head.id}
              thread={thread}
              room={room}
              me={me}
              actions={actions}
              newIds={news.ids}
              onTag={(words) => room.set({ narrowing: { ...narrowing, words } })}
            />
          ))}
      </div>
      {me !== undefined && <Composer asset={asset} room={room} me={me} actions={actions} />}
    </div>
  )
}

function Nothing({ asset, isFiltered }: { asset: Asset; isFiltered: boolean }) {
  const phase = useAssetPhase(asset)
  return isFiltered ? (
    <p className="comments-none">Nothing here with this filter.</p>
  ) : (
    <Notice
      picture={<MessageSquareText />}
      title="No comments yet"
      text={`Start typing: your note ${whereNotesStay(asset, phase)}.`}
    />
  )
}

function whereNotesStay(asset: Asset, phase: AssetPhase): string {
  if (phase.kind === 'failed' || chooseSource(asset).kind === 'none') return 'is about the file as a whole'
  if (kindOfAsset(asset) === 'audio') return 'stays at exactly what is heard'
  return 'stays on exactly what is on the screen'
}

function Loading() {
  return (
    <output className="comments-loading" aria-label="Loading comments">
      <Skeleton className="comments-placeholder" />
      <Skeleton className="comments-placeholder" />
      <Skeleton className="comments-placeholder" />
    </output>
  )
}
