import type { Team } from '@rushes/contract/teams'
import { DEFAULT_MARK_ALPHA, MAX_MARK_LINE_LENGTH, MAX_MARK_LINES } from '@rushes/contract/watermark'
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import { Panel } from '../../ui/panel.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { Slider } from '../../ui/slider.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { useChangeTeam } from './use-change-team.ts'
import { WatermarkSample } from './watermark-sample.tsx'
import type { MarkPosition } from './watermark-sample.tsx'
import './watermark-panel.css'

const POSITIONS: readonly { value: MarkPosition; label: string }[] = [
  { value: 'top', label: 'At the top' },
  { value: 'center', label: 'In the middle' },
  { value: 'bottom', label: 'At the bottom' },
]

/** For who runs the team: the text over its proxies, and how it looks. */
export function WatermarkPanel({ team }: { team: Team }) {
  const saved = team.watermark?.text ?? null
  const [text, setText] = useState(saved?.lines.join('\n') ?? '')
  const [position, setPosition] = useState<MarkPosition>(saved?.position ?? 'center')
  const [alpha, setAlpha] = useState(saved?.alpha ?? DEFAULT_MARK_ALPHA)
  const image = team.watermark?.image ?? null
  const change = useChangeTeam(team.id, ({ watermark }) =>
    (watermark?.text ?? null) === null
      ? 'What is uploaded from now on carries no watermark.'
      : 'What is uploaded from now on carries this watermark.',
  )
  const lines = text.trimEnd().split('\n')
  const problem = problemWith(lines)
  const isEmpty = text.trim() === ''
  const isSaved =
    saved?.lines.join('\n') === lines.join('\n') && saved.position === position && saved.alpha === alpha

  function save(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    if (!isEmpty && problem === null)
      change.mutate({ watermark: { image, text: { lines, position, alpha } } })
  }

  function remove(): void {
    setText('')
    change.mutate({ watermark: image === null ? null : { image, text: null } })
  }

  return (
    <Panel
      title="Watermark"
      text="Text over every frame of the proxies that are made of films uploaded to this team from now on. Stills stay clean, and so do originals, also where a browser plays the original itself."
    >
      <form className="watermark" onSubmit={save}>
        <div className="watermark-fields">
          <TextArea
            label="Text"
            value={text}
            rows={2}
            placeholder="Confidential"
            problem={problem ?? undefined}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <SelectField
            label="Place"
            value={position}
            onChange={(event) =>
              setPosition(
                POSITIONS.find(({ value }) => value === event.currentTarget.value)?.value ?? 'center',
              )
            }
          >
            {POSITIONS.map(({ value, label }) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </SelectField>
          <div className="watermark-strength">
            <span className="text-field-label" aria-hidden>
              Strength
            </span>
            <Slider
              label="Strength"
              className="watermark-slider"
              value={alpha}
              min={0.1}
              max={1}
              step={0.05}
              onChange={setAlpha}
            />
            <output className="watermark-percent">{Math.round(alpha * 100)} %</output>
          </div>
        </div>
        <WatermarkSample blocks={isEmpty ? [] : [{ lines, position, alpha }]} />
        <div className="watermark-actions">
          <Button
            type="submit"
            look="primary"
            disabled={isEmpty || problem !== null || isSaved || change.isPending}
          >
            Save
          </Button>
          {saved !== null && (
            <Button disabled={change.isPending} onClick={remove}>
              Remove
            </Button>
          )}
        </div>
      </form>
    </Panel>
  )
}

function problemWith(lines: readonly string[]): string | null {
  if (lines.length > MAX_MARK_LINES) return `Use ${String(MAX_MARK_LINES)} lines at most.`
  if (lines.some((line) => line.length > MAX_MARK_LINE_LENGTH))
    return `Keep each line below ${String(MAX_MARK_LINE_LENGTH + 1)} characters.`
  return null
}
