// What can be done with a project, from its card and from inside of it. The dialogs come when they are asked for.
import type { Project } from '@rushes/contract/projects'
import { Archive, ArchiveRestore, LogOut, Settings2, Trash2, UserPlus, UsersRound } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { ProjectRights } from '../places/what-i-may.ts'
import type { useProjectActions } from './use-project-actions.ts'

const PeopleDialog = lazy(async () => ({
  default: (await import('./project-people-dialog.tsx')).ProjectPeopleDialog,
}))
const SettingsDialog = lazy(async () => ({
  default: (await import('./project-settings-dialog.tsx')).ProjectSettingsDialog,
}))

export type ProjectDialog = 'people' | 'settings'

/** Only what the caller may do. */
export function projectEntries(
  project: Project,
  rights: ProjectRights,
  actions: ReturnType<typeof useProjectActions>,
  open: (dialog: ProjectDialog) => void,
): MenuEntry[] {
  const isArchived = project.archived_at !== null
  const entries: MenuEntry[] = [
    {
      kind: 'item',
      label: rights.invite ? 'People and invitations…' : 'People…',
      icon: rights.invite ? <UserPlus /> : <UsersRound />,
      onSelect: () => open('people'),
    },
  ]
  if (rights.manage)
    entries.push(
      { kind: 'item', label: 'Settings…', icon: <Settings2 />, onSelect: () => open('settings') },
      isArchived
        ? { kind: 'item', label: 'Unarchive', icon: <ArchiveRestore />, onSelect: actions.unarchive }
        : { kind: 'item', label: 'Archive', icon: <Archive />, onSelect: actions.archive },
      { kind: 'line' },
      { kind: 'item', label: 'Delete', icon: <Trash2 />, isDangerous: true, onSelect: actions.remove },
    )
  if (!rights.isInside)
    entries.push(
      { kind: 'line' },
      { kind: 'item', label: 'Leave this project', icon: <LogOut />, onSelect: actions.leave },
    )
  return entries
}

/** The dialog that is open, if one is. */
export function ProjectDialogs(props: {
  project: Project
  rights: ProjectRights
  open: ProjectDialog | null
  onClose: () => void
}) {
  const { project, rights, open, onClose } = props
  return (
    <Suspense fallback={null}>
      {open === 'people' && <PeopleDialog project={project} rights={rights} onClose={onClose} />}
      {open === 'settings' && <SettingsDialog project={project} onClose={onClose} />}
    </Suspense>
  )
}
