// What an account is asked for besides itself (v2-platform.md 8.2): its people, its teams, the disk under it.
import { z } from 'zod'
import { Account } from './accounts.ts'
import { PageQuery } from './paging.ts'
import { Team } from './teams.ts'
import { DateTime, wireList } from './wire.ts'

export const AccountMember = z.object({
  _type: z.literal('account_member'),
  account_id: z.string(),
  user_id: z.string(),
  /** V2 knows these four; the owner, who may do all that admins may, is named by `owner_id`. */
  role: z.enum(['admin', 'account_manager', 'billing_manager', 'member']),
  accepted_at: DateTime.nullable(),
  declined_at: DateTime.nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type AccountMember = z.infer<typeof AccountMember>

export const AccountWithPlaces = Account.extend({
  /** Only with `include=account_members`: all of them for who manages people, else the caller alone. */
  account_members: z.array(AccountMember).optional(),
  /** Only with `include=teams`: those the caller may see. */
  teams: z.array(Team).optional(),
})
export type AccountWithPlaces = z.infer<typeof AccountWithPlaces>

/** The disk that holds the files of all accounts. */
export const Disk = z.object({
  /** Null where nobody can say, as in an object store. */
  free_bytes: z.int().nullable(),
  is_low: z.boolean(),
})
export type Disk = z.infer<typeof Disk>

export const AccountQuery = z.object({ include: wireList() })
export const AccountListQuery = PageQuery.extend({ include: wireList() })
