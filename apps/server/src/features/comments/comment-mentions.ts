// Mentions of a text about to be written: people are read only where somebody may be named.
import type { CommentEntity } from '@rushes/contract/comments'
import type { ProjectId } from '@rushes/contract/ids'
import type { Deps } from '../../deps.ts'
import { findMentions } from './mentions.ts'
import { readMentionablePeople } from './mentionable-people.ts'

/** Gives the mentions of the text: among the team alone, or among everybody in the project. */
export async function mentionsIn(
  deps: Deps,
  projectId: ProjectId,
  text: string,
): Promise<(isForTeam: boolean) => CommentEntity[]> {
  if (!text.includes('@')) return () => []
  const people = await readMentionablePeople(deps, projectId)
  return (isForTeam) =>
    findMentions(text, isForTeam ? people.filter(({ is_team: isTeam }) => isTeam) : people)
}
