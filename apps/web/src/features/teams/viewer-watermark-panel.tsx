import { SESSION_MARK_ALPHA, SESSION_MARK_PLACES } from '@rushes/contract/session-watermark'
import type { Team } from '@rushes/contract/teams'
import { Panel } from '../../ui/panel.tsx'
import { Switch } from '../../ui/switch.tsx'
import { useChangeTeam } from './use-change-team.ts'
import { WatermarkSample } from './watermark-sample.tsx'
import './watermark-panel.css'

/** As the engine writes it (apps/server/src/features/delivery/viewer-mark.ts). */
const SAMPLE = {
  address: ['mara.lind@example.org', '203.0.113.9', '2026-05-04 14:00 UTC'],
  name: ['Mara Lind'],
}

/** For who runs the team: whether collaborators see films under a watermark of their own. */
export function ViewerWatermarkPanel({ team }: { team: Team }) {
  const change = useChangeTeam(team.id, ({ default_session_watermark_template_id: id }) =>
    id === null
      ? 'Collaborators see films without a watermark of their own.'
      : 'Collaborators see films under a watermark of their own from now on.',
  )
  const chosen = change.isPending
    ? change.variables.default_session_watermark_template_id
    : team.default_session_watermark_template_id
  const isOn = chosen !== null && chosen !== undefined
  const [template] = team.session_watermark_templates
  const taken = team.watermark?.text?.position
  const [first = 'center', second = 'bottom'] = SESSION_MARK_PLACES.filter((place) => place !== taken)
  const blocks = [
    { lines: SAMPLE.address, position: first, alpha: SESSION_MARK_ALPHA },
    { lines: SAMPLE.name, position: second, alpha: SESSION_MARK_ALPHA },
  ]
  return (
    <Panel
      title="Watermark for collaborators"
      text="Whoever was only invited into a project of this team sees its films with their own e-mail address, network address, name and the hour over every frame. They watch in the player, in 540 lines, and can download nothing. Members of the team see films as they are."
    >
      <div className="watermark">
        <Switch
          label="Name collaborators on what they watch"
          note="Links they had before end at once."
          isOn={isOn}
          isDisabled={change.isPending || template === undefined}
          onChange={(wanted) =>
            change.mutate({ default_session_watermark_template_id: wanted ? (template?.id ?? null) : null })
          }
        />
        <WatermarkSample blocks={isOn ? blocks : []} />
      </div>
    </Panel>
  )
}
