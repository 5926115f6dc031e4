// Branded ids: a TeamId cannot be passed where an AssetId is wanted. Brands are made only where data enters
// (parsing a request, reading a row). UUIDs, lower case on the wire (v2-platform.md 2).
import { z } from 'zod'

const uuid = z.uuid().toLowerCase()

export const AccountId = uuid.brand<'AccountId'>()
export type AccountId = z.infer<typeof AccountId>
export const UserId = uuid.brand<'UserId'>()
export type UserId = z.infer<typeof UserId>
export const TeamId = uuid.brand<'TeamId'>()
export type TeamId = z.infer<typeof TeamId>
export const ProjectId = uuid.brand<'ProjectId'>()
export type ProjectId = z.infer<typeof ProjectId>
export const AssetId = uuid.brand<'AssetId'>()
export type AssetId = z.infer<typeof AssetId>
export const MediaId = uuid.brand<'MediaId'>()
export type MediaId = z.infer<typeof MediaId>
export const CommentId = uuid.brand<'CommentId'>()
export type CommentId = z.infer<typeof CommentId>
