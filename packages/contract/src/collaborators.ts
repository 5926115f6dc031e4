// People in a project: Collaborator, PendingCollaborator and the calls that make them (v2-platform.md 8.4).
import { z } from 'zod'
import { ErrorItem } from './errors.ts'
import { ProjectId, TeamId, UserId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { ProjectMembership } from './projects.ts'
import { MAX_BATCH_PEOPLE, PersonBody } from './teams.ts'
import { User } from './users.ts'
import { DateTime, wireBoolean, wireEmail, wireList, wireText } from './wire.ts'

/** A person who was invited into a project, or who owns it. */
export const Collaborator = z.object({
  _type: z.literal('collaborator'),
  id: z.string(),
  project_id: z.string(),
  user_id: z.string(),
  /** `project_role` only with `include=project_role`. */
  user: User.extend({ project_role: ProjectMembership.optional() }),
  creator_id: z.string(),
  message: z.string().nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type Collaborator = z.infer<typeof Collaborator>

/** Somebody invited by an e-mail address that nobody here has yet. */
export const PendingCollaborator = z.object({
  _type: z.literal('pending_collaborator'),
  id: z.string(),
  project_id: z.string(),
  email: z.string(),
  creator_id: z.string(),
  message: z.string().nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type PendingCollaborator = z.infer<typeof PendingCollaborator>

/** What an invitation or a removal answers: whichever of the two it was. */
export const AnyCollaborator = z.union([Collaborator, PendingCollaborator])
export type AnyCollaborator = z.infer<typeof AnyCollaborator>

export const CollaboratorParams = z.object({
  project_id: ProjectId,
  /** An id, or the literal "_" when the e-mail address says who. */
  collaborator_id: z.union([z.literal('_'), z.uuid().toLowerCase()]),
})
export const CollaboratorIdParams = z.object({ collaborator_id: z.uuid().toLowerCase() })
export const PendingCollaboratorParams = z.object({ id: z.uuid().toLowerCase() })
export const RemoveCollaboratorQuery = z.object({ email: wireEmail().optional() })

export const ListCollaboratorsQuery = PageQuery.extend({
  include: wireList(),
  sort: z.string().max(200).optional().catch(undefined),
})
export type ListCollaboratorsQuery = z.infer<typeof ListCollaboratorsQuery>

export const AddCollaboratorBody = PersonBody.and(z.object({ message: wireText(10_000).nullish() }))
export type AddCollaboratorBody = z.infer<typeof AddCollaboratorBody>

export const BatchAddCollaboratorsBody = z.object({
  batch: z
    .array(
      z.object({
        email: wireEmail().nullish(),
        user_id: UserId.nullish(),
        /** Stands for all members of the team. */
        team_id: TeamId.nullish(),
        user_group_id: wireText(100).nullish(),
        message: wireText(10_000).nullish(),
      }),
    )
    .min(1, 'must not be empty')
    .max(MAX_BATCH_PEOPLE, `has more than ${String(MAX_BATCH_PEOPLE)} people`),
  default_message: wireText(10_000).nullish(),
  send_email: wireBoolean().nullish(),
})
export type BatchAddCollaboratorsBody = z.infer<typeof BatchAddCollaboratorsBody>

export const BatchRemoveCollaboratorsBody = z.object({
  batch: z
    .array(z.object({ email: wireEmail() }))
    .min(1, 'must not be empty')
    .max(MAX_BATCH_PEOPLE, `has more than ${String(MAX_BATCH_PEOPLE)} people`),
})
export type BatchRemoveCollaboratorsBody = z.infer<typeof BatchRemoveCollaboratorsBody>

/** What a batch did and, by what the caller called them, whom it could not do it for. */
export const BatchCollaborators = z.object({
  success: z.array(AnyCollaborator),
  error: z.record(z.string(), ErrorItem),
})
export type BatchCollaborators = z.infer<typeof BatchCollaborators>
