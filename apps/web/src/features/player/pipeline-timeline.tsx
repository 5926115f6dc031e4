import type { Asset } from '@rushes/contract/assets'
import type { Pipeline, RenditionState } from '@rushes/contract/pipeline'
import { useQuery } from '@tanstack/react-query'
import { Check, LoaderCircle, TriangleAlert } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { formatDateTime, formatSpan, formatTimeLeft, secondsUntil } from '../../ui/format-time.ts'
import { pipelineQuery } from '../assets/asset-queries.ts'
import { renditionName } from '../processing/rendition-names.ts'
import { useProcessing } from '../processing/use-processing.ts'
import { cutShortPhrase } from './cut-short-note.tsx'
import './pipeline-timeline.css'

/** From the last byte to everything made: when each step was there. */
export function PipelineTimeline({ asset }: { asset: Asset }) {
  const { client } = useServices()
  const { data: pipeline } = useQuery(pipelineQuery(client, asset.id))
  if (pipeline === undefined) return null
  const failed = pipeline.renditions.filter(({ state }) => state === 'failed')
  return (
    <section className="details-part">
      <h3 className="steps-title">Processing</h3>
      <ol className="steps numbers">
        {stepsOf(pipeline).map(({ name, at, note }) => (
          <li key={name} className={at === null ? 'step step-ahead' : 'step'}>
            <span className="step-mark" aria-hidden>
              {at !== null && <Check />}
            </span>
            <span>{name}</span>
            <span className="step-note" title={at === null ? undefined : formatDateTime(at)}>
              {note}
            </span>
          </li>
        ))}
      </ol>
      {pipeline.cut_short !== null && <Problem text={cutShortPhrase(pipeline.cut_short)} />}
      {pipeline.failure !== null && <Problem text={pipeline.failure} />}
      {pipeline.failure === null &&
        failed.map(({ kind, reason }) => (
          <Problem key={kind} text={`${renditionName(kind)}: ${reason ?? 'failed'}`} />
        ))}
      <Renditions renditions={pipeline.renditions} />
      <ProcessingButtons asset={asset} pipeline={pipeline} />
    </section>
  )
}

function ProcessingButtons({ asset, pipeline }: { asset: Asset; pipeline: Pipeline }) {
  const { retry, stop } = useProcessing(asset.id)
  const { renditions, failure } = pipeline
  if (renditions.some(({ state }) => state === 'queued' || state === 'running'))
    return (
      <Button isBusy={stop.isPending} onClick={() => stop.mutate()}>
        Stop processing
      </Button>
    )
  if (failure === null && !renditions.some(({ state }) => state === 'failed' || state === 'skipped'))
    return null
  return (
    <Button isBusy={retry.isPending} onClick={() => retry.mutate()}>
      {failure === null ? 'Make what is missing' : 'Try again'}
    </Button>
  )
}

function Renditions({ renditions }: { renditions: RenditionState[] }) {
  const made = renditions.filter(({ state }) => state !== 'skipped')
  if (made.length === 0) return null
  return (
    <ul className="renditions numbers" aria-label="Renditions">
      {made.map(({ kind, state, progress, ends_at: endsAt }) => (
        <li key={kind} className={`rendition rendition-${state}`}>
          {state === 'running' && <LoaderCircle aria-hidden />}
          {renditionName(kind)}
          {state === 'running' && ` ${String(Math.floor(progress * 100))} %`}
          {endsAt !== null && `, ${formatTimeLeft(secondsUntil(endsAt))}`}
          <span className="visually-hidden">, {state}</span>
        </li>
      ))}
    </ul>
  )
}

function Problem({ text }: { text: string }) {
  return (
    <p className="steps-problem" role="alert">
      <TriangleAlert aria-hidden />
      {text}
    </p>
  )
}

interface Step {
  name: string
  at: string | null
  /** When it came, counted from the step before everything. */
  note: string
}

function stepsOf(pipeline: Pipeline): Step[] {
  const { received_at: receivedAt, failure } = pipeline
  const after = (at: string | null) =>
    at === null || receivedAt === null
      ? ''
      : `+ ${formatSpan((Date.parse(at) - Date.parse(receivedAt)) / 1000)}`
  const isMaking = pipeline.finished_at === null && receivedAt !== null && failure === null
  return [
    {
      name: 'Received',
      at: receivedAt,
      note: receivedAt === null ? 'on its way' : formatDateTime(receivedAt),
    },
    { name: 'Read', at: pipeline.probed_at, note: after(pipeline.probed_at) },
    { name: 'First picture', at: pipeline.first_picture_at, note: after(pipeline.first_picture_at) },
    { name: 'Playable', at: pipeline.playable_at, note: after(pipeline.playable_at) },
    {
      name: 'All proxies',
      at: pipeline.finished_at,
      note: isMaking ? `${String(Math.floor(pipeline.progress * 100))} %` : after(pipeline.finished_at),
    },
  ]
}
