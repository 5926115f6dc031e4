// Accounts (v2-platform.md 8.2).
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { missingKeys } from './missing-keys.ts'
import { makeAccount } from './people-made.ts'
import { pagingOf } from './paging-headers.ts'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { makeSecondAccount } from './second-account.ts'
import { owner } from './server.ts'

const servers = serversByTurns(import.meta.filename)

interface Account {
  id: string
  owner: { id: string; email: string }
  plan: Record<string, unknown>
  subscription: Record<string, unknown>
  [key: string]: unknown
}

interface WithPlaces {
  account_members: { user_id: string; role: string }[]
  teams: { id: string }[]
}

const memberKeys = '_type account_id user_id role accepted_at declined_at deleted_at inserted_at updated_at'
const accountKeys = `_type id display_name company_name company_address line1 city state postal_code country vat
  owner_id owner plan subscription storage archived_storage file_count folder_count lifetime_file_count project_count
  team_count member_count user_count collaborator_count collaborator_role_count duration frames image image_32 image_64
  image_128 image_256 upload_url account_default_color watermark billing_emails invoice_emails delinquent_at unpaid_at
  locked_at deleted_at inserted_at updated_at`
const planKeys = `id name title tier period payment_method cost version enterprise default_plan autoscaling
  available_features storage_limit archived_storage_limit file_limit lifetime_file_limit project_limit team_limit
  member_limit user_limit user_max collaborator_limit inserted_at updated_at`
const featureKeys = `archival_storage custom_branded_emails custom_branded_presentations reel_player secure_sharing
  session_based_watermarking team_only_comments`
const subscriptionKeys = `id account_id plan_id plan on_trial balance next_bill_at last_payment_at subscription_end_at
  cancelled_at cancellation_option cancellation_reason promotion_id promotion_expires_at requires_autoscaling
  storage_limit archived_storage_limit member_limit user_limit total_storage_limit total_archived_storage_limit
  total_lifetime_file_limit total_member_limit total_project_limit total_user_limit inserted_at updated_at`

describe.each(servers)('accounts on the $name database', (server) => {
  let client: ReferenceClient
  let ownId: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    ownId = (await client.ok<{ account_id: string }>('GET', '/v2/me')).account_id
  })

  it('have every documented key, alone and in the list', async () => {
    const list = await client.ok<Account[]>('GET', '/v2/accounts?page_size=1000')
    const listed = list.find(({ id }) => id === ownId)
    for (const account of [await client.ok<Account>('GET', `/v2/accounts/${ownId}`), listed]) {
      expect(missingKeys(account ?? {}, accountKeys)).toEqual([])
      expect(missingKeys(account?.plan ?? {}, planKeys)).toEqual([])
      expect(missingKeys(account?.plan['available_features'] as object, featureKeys)).toEqual([])
      expect(missingKeys(account?.subscription ?? {}, subscriptionKeys)).toEqual([])
    }
  })

  it('say what shipped clients need, as the type they need', async () => {
    const account = await client.ok<Account>('GET', `/v2/accounts/${ownId}`)
    expect(account).toMatchObject({
      _type: 'account',
      display_name: expect.stringMatching(/./) as string,
      owner: { _type: 'user', email: owner.email },
      plan: { name: expect.stringMatching(/./) as string, tier: 'enterprise', enterprise: true },
      invoice_emails: [],
    })
    expect(account['owner_id']).toBe(account.owner.id)
    expect(Number.isSafeInteger(account.subscription['total_storage_limit'])).toBe(true)
    for (const key of ['storage', 'member_count', 'collaborator_count', 'file_count', 'project_count'])
      expect(Number.isSafeInteger(account[key]), key).toBe(true)
  })

  it('are listed with all five headers', async () => {
    const answer = await client.call<Account[]>('GET', '/v2/accounts?page_size=1')
    expect(answer.status).toBe(200)
    expect(pagingOf(answer.headers)).toMatchObject({ page: '1', perPage: '1' })
    expect(answer.headers.get('total')).toMatch(/^[1-9]\d*$/)
  })

  it('carry their members and teams when they are asked to, as far as the caller may see them', async () => {
    const account = await makeAccount(server)
    const { owner: boss } = account
    const member = await account.person('Member', 'billing_manager')
    const guest = await account.person('Guest', null)
    const teamOf = (access: string) =>
      boss.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
        body: { name: access, access },
      })
    const closed = await teamOf('private')
    const open = await teamOf('public')
    const project = await boss.client.ok<{ id: string }>('POST', `/v2/teams/${closed.id}/projects`, {
      body: { name: 'project' },
    })
    await boss.client.ok('POST', `/v2/projects/${project.id}/collaborators`, { body: { email: guest.email } })
    const included = async (caller: ReferenceClient) => {
      const query = '?include=account_members,teams,unheard'
      const alone = await caller.ok<WithPlaces>('GET', `/v2/accounts/${account.id}${query}`)
      expect(await caller.ok<WithPlaces[]>('GET', `/v2/accounts${query}`)).toEqual([alone])
      return {
        members: alone.account_members.map(({ user_id, role }) => [user_id, role]),
        teams: alone.teams.map(({ id }) => id),
        first: alone.account_members[0],
      }
    }
    const all = await included(boss.client)
    expect(missingKeys(all.first ?? {}, memberKeys)).toEqual([])
    expect(all).toMatchObject({
      members: [
        [boss.id, 'admin'],
        [member.id, 'billing_manager'],
      ],
      teams: [closed.id, open.id],
    })
    expect(await included(member.client)).toMatchObject({
      members: [[member.id, 'billing_manager']],
      teams: [open.id],
    })
    expect(await included(guest.client)).toMatchObject({ members: [], teams: [] })
    const plain = await boss.client.ok<object>('GET', `/v2/accounts/${account.id}`)
    expect(missingKeys(plain, 'account_members teams')).toEqual(['account_members', 'teams'])
  })

  it('are not seen, nor known of, by who does not belong to them', async () => {
    const stranger = await makeSecondAccount(server)
    const theirs = createReferenceClient(server.url, stranger.token)
    expect((await theirs.ok<Account[]>('GET', '/v2/accounts')).map(({ id }) => id)).toEqual([
      stranger.accountId,
    ])
    const list = await client.ok<Account[]>('GET', '/v2/accounts?page_size=1000')
    expect(list.map(({ id }) => id)).not.toContain(stranger.accountId)
    for (const [caller, id] of [
      [theirs, ownId],
      [client, stranger.accountId],
      [client, 'no-id'],
    ] as const) {
      for (const path of [`/v2/accounts/${id}`, `/v2/accounts/${id}/teams`]) {
        const answer = await caller.call('GET', path)
        expect(answer.status).toBe(404)
        expect(answer.body).toMatchObject({ code: 404, message: 'Not Found' })
      }
    }
  })
})
