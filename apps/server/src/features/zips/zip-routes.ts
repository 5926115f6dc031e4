// POST /api/zips makes a link to an archive of files and folders; GET /zips/… is that link. It acts for the token or
// session that asked, for a few minutes: whoever loses the right to something does not get it in the archive either.
import type { FastifyInstance } from 'fastify'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { Zip, ZipBody } from '@rushes/contract/zips'
import type { Actor } from '../../access/actor.ts'
import { readZipGrant, zipGrant, zipLinkExpiry } from '../../access/signed-links.ts'
import type { Deps } from '../../deps.ts'
import { attachment } from '../../http/content-disposition.ts'
import { errors } from '../../http/errors.ts'
import { defineRoute } from '../../http/route.ts'
import { streamZip } from './stream-zip.ts'
import { readZipContents } from './zip-contents.ts'
import type { ZipContents } from './zip-contents.ts'

const PREPARE = { calls: 60, windowMs: 60_000 }

export const createZipRoute = defineRoute({
  method: 'POST',
  path: '/api/zips',
  scope: 'asset.read',
  limit: PREPARE,
  body: ZipBody,
  answer: Zip,
  handle: async (deps, { actor, body }) => {
    const contents = await readZipContents(deps, actor, body.asset_ids)
    const now = deps.now()
    const grant = zipGrant(deps.secret, { tokenId: actor.tokenId, assetIds: body.asset_ids }, now)
    const files = filesOf(contents)
    return {
      url: `${actor.origin}/zips/${encodeURIComponent(contents.name)}?grant=${grant}`,
      expires_at: zipLinkExpiry(now).toISOString(),
      name: contents.name,
      file_count: files.length,
      left_out_count: contents.leftOutCount,
      filesize: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    }
  },
})

function filesOf({ entries }: ZipContents) {
  return entries.filter((entry) => entry.kind === 'file')
}

/** Outside of the route map: like media links, the grant in the address is the right. */
export function registerZips(app: FastifyInstance, deps: Deps): void {
  app.route({
    method: 'GET',
    url: '/zips/*',
    handler: async (request, reply) => {
      const { grant: grantText } = request.query as { grant?: unknown }
      const grant = typeof grantText === 'string' ? readZipGrant(deps.secret, grantText, deps.now()) : null
      const actor = grant === null ? null : await actorOf(deps, grant.tokenId)
      if (grant === null || actor === null)
        throw errors.forbidden('This link is not valid or has expired. Choose the download again.')
      const { name, entries } = await readZipContents(deps, actor, grant.assetIds)
      const { sizeBytes, bytes } = await streamZip(deps.store, entries)
      return reply
        .headers({
          'content-type': 'application/zip',
          'content-disposition': attachment(name),
          'content-length': String(sizeBytes),
          'cache-control': 'private, no-store',
        })
        .send(bytes)
    },
  })
}

/** Null: the token was revoked meanwhile, or its person deactivated. */
async function actorOf(deps: Deps, tokenId: string): Promise<Actor | null> {
  const rows = await deps.points.read<{
    kind: Actor['kind']
    user_id: UserId
    account_id: AccountId
    scopes: string[]
  }>(
    'actor-of-zip',
    `select t.kind, t.user_id, u.account_id, t.scopes from tokens t join users u on u.id = t.user_id
     where t.id = $1 and t.revoked_at is null and u.deleted_at is null
       and (t.expires_at is null or t.expires_at > $2::timestamptz)`,
    [tokenId, deps.now()],
  )
  const row = rows[0]
  if (row === undefined) return null
  const { kind, user_id: userId, account_id: accountId, scopes } = row
  return { userId, accountId, tokenId, kind, scopes: new Set(scopes), origin: '' }
}
