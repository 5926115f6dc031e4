// An account as it is after years: a million assets in nine projects, written by SQL because a million requests take
// hours. Rows are what the server writes; the bytes behind them are not there, and nothing here reads them.
import { Client } from 'pg'
import { createClient } from '@rushes/client/client'
import type { RunningServer } from '../tests/acceptance/server.ts'

export interface BigAccount {
  /** 100 and 100,000 files lie directly in these. */
  smallFolder: string
  largeFolder: string
  /** 100 folders of 10 folders of 99 files: 100,100 assets below it. */
  treeFolder: string
  /** Empty, to move and copy into. */
  emptyFolder: string
  /** A file beside them, alone in a folder. */
  singleFile: string
  singleFileFolder: string
  accountId: string
  teamId: string
  projectId: string
}

export const TREE = { folders: 100, foldersEach: 10, filesEach: 99 }
export const TREE_DESCENDANTS = TREE.folders * (1 + TREE.foldersEach * (1 + TREE.filesEach))
export const LARGE_FOLDER_FILES = 100_000

const OTHER_PROJECTS = 8
/** RUSHES_BENCH_SCALE makes a smaller account, to try the benchmark itself. */
const OTHER_FOLDERS_EACH = Math.round(100 * Number(process.env['RUSHES_BENCH_SCALE'] ?? '1'))
const OTHER_FILES_EACH = 998

/** What file names are made of, by position: "A017_C003_interview_maria-beach 4K.mov" and so on. */
const NAME = `
  (array['A','B','C','D'])[1 + n % 4] || lpad((n % 300)::text, 3, '0') || '_C' || lpad((n / 7 % 400)::text, 3, '0') || '_' ||
  (array['interview','broll','drone','sunset','kitchen','Überblick','rehearsal','slate','wide','closeUp'])[1 + n / 3 % 10] || '_' ||
  (array['maria','jonas','beach','harbour','city','forest','studio','night','morning','crew','車'])[1 + n / 11 % 11] ||
  (array['','-v2','-final',' 4K','.proxy'])[1 + n / 13 % 5] || (array['.mov','.mp4','.mxf','.wav','.jpg'])[1 + n / 17 % 5]`

/** Makes the account on a fresh server. Takes minutes. */
export async function makeBigAccount(server: RunningServer): Promise<BigAccount> {
  const client = createClient({ baseUrl: server.url, token: server.token })
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  if (team === undefined || project === undefined) throw new Error('The first start made no project.')
  const folder = async (name: string, parent = project.root_asset_id) =>
    (await client.createAsset(parent, { type: 'folder', name })).id
  const made: BigAccount = {
    smallFolder: await folder('A hundred files'),
    largeFolder: await folder('A hundred thousand files'),
    treeFolder: await folder('A tree'),
    emptyFolder: await folder('Nothing'),
    singleFileFolder: await folder('A file'),
    singleFile: '',
    accountId: team.account_id,
    teamId: team.id,
    projectId: project.id,
  }
  const db = new Client(server.database)
  await db.connect()
  try {
    await db.query('set synchronous_commit = off')
    await addFiles(db, [made.smallFolder], 100)
    await addFiles(db, [made.largeFolder], LARGE_FOLDER_FILES)
    made.singleFile = (await addFiles(db, [made.singleFileFolder], 1))[0] ?? ''
    const folders = await addFolders(db, [made.treeFolder], TREE.folders)
    await addFiles(db, await addFolders(db, folders, TREE.foldersEach), TREE.filesEach)
    for (let index = 0; index < OTHER_PROJECTS; index += 1) {
      const other = await client.createProject(team.id, { name: `Season ${String(index + 1)}` })
      await addFiles(db, await addFolders(db, [other.root_asset_id], OTHER_FOLDERS_EACH), OTHER_FILES_EACH)
    }
    await db.query(`
      update projects p set file_count = c.files, folder_count = c.folders, storage = c.bytes
      from (select a.project_id, count(*) filter (where a.type = 'file') as files,
              count(*) filter (where a.type = 'folder' and a.parent_id is not null) as folders,
              coalesce(sum(m.size_bytes), 0) as bytes
            from assets a left join media m on m.id = a.media_id group by a.project_id) c
      where c.project_id = p.id`)
    await db.query('vacuum analyze')
    return made
  } finally {
    await db.end()
  }
}

const PLACE_COLUMNS = 'account_id, team_id, project_id, creator_id'

/** So many folders in each of the parents. Returns their ids. */
async function addFolders(db: Client, parents: readonly string[], each: number): Promise<string[]> {
  const { rows } = await db.query<{ id: string }>(
    `insert into assets (id, type, parent_id, ${PLACE_COLUMNS}, name, index, inserted_at, updated_at)
     select gen_random_uuid(), 'folder', p.id, p.account_id, p.team_id, p.project_id, p.creator_id,
       'Day ' || n, -n, now() - n * interval '1 minute', now()
     from assets p, generate_series(1, $2::int) n where p.id = any($1) returning id`,
    [parents, each],
  )
  await count(db, parents, each)
  return rows.map(({ id }) => id)
}

/** So many files in each of the parents, each with its media. Returns the ids of the first thousand. */
export async function addFiles(db: Client, parents: readonly string[], each: number): Promise<string[]> {
  await db.query(
    `create temporary table new_files on commit preserve rows as
     select gen_random_uuid() as id, gen_random_uuid() as media_id, p.id as parent_id,
       p.account_id, p.team_id, p.project_id, p.creator_id,
       (row_number() over ())::int + abs(hashtext(p.id::text)) % 100000 as n, number
     from assets p, generate_series(1, $2::int) number where p.id = any($1)`,
    [parents, each],
  )
  await db.query(
    `insert into media (id, account_id, state, size_bytes, content_type, xx_hash, upload_completed_at, probed_at, inserted_at, updated_at)
     select media_id, account_id, 'complete', 1000 + n % 1000000, 'video/quicktime', lpad(to_hex(n), 16, '0'), now(), now(), now(), now()
     from new_files`,
  )
  await db.query(
    `insert into assets (id, type, parent_id, ${PLACE_COLUMNS}, media_id, name, filetype, label, index, inserted_at, updated_at)
     select id, 'file', parent_id, ${PLACE_COLUMNS}, media_id, ${NAME}, 'video/quicktime',
       (array['none','in_progress','needs_review','approved'])[1 + n % 4], -number, now() - n * interval '1 second', now()
     from new_files`,
  )
  const { rows } = await db.query<{ id: string }>('select id from new_files limit 1000')
  await db.query('drop table new_files')
  await count(db, parents, each)
  return rows.map(({ id }) => id)
}

async function count(db: Client, parents: readonly string[], each: number): Promise<void> {
  await db.query(
    `update assets set item_count = item_count + $2, public_item_count = public_item_count + $2,
       next_child_index = least(next_child_index, -$2 - 1) where id = any($1)`,
    [parents, each],
  )
}
