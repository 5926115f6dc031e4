import type { Team } from '@rushes/contract/teams'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ChoiceCards } from '../../ui/choice-cards.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { InviteInto } from '../people/invite-into.tsx'
import { TEAM_ROLES } from '../places/roles.ts'
import type { TeamRole } from '../places/roles.ts'

/** Brings people into a team: who has an account here is in at once, everyone else gets a link. */
export function AddMembersDialog(props: { team: Team; isOpen: boolean; onClose: () => void }) {
  const { team } = props
  const queryClient = useQueryClient()
  const [role, setRole] = useState<TeamRole>('member')
  return (
    <Dialog title={`Add people to ${team.name}`} isOpen={props.isOpen} onClose={props.onClose}>
      <InviteInto
        destination={{ place: { team_id: team.id }, name: team.name }}
        role={role}
        onClose={props.onClose}
        onSent={async () => {
          await queryClient.invalidateQueries({ queryKey: ['team-members', team.id] })
          await queryClient.invalidateQueries({ queryKey: ['teams'] })
        }}
      >
        <ChoiceCards
          legend="They will be"
          name="team-role"
          choices={[...TEAM_ROLES].reverse()}
          value={role}
          onChange={setRole}
        />
      </InviteInto>
    </Dialog>
  )
}
