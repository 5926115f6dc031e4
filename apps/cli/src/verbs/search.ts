// ./rushes search
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { findProjectOf } from '../find-place.ts'
import { assetFacts, safeText } from '../show.ts'
import { numberFlag, textFlag } from '../verb.ts'
import type { Verb } from '../verb.ts'

const USUAL_HITS = 20

export const searchVerb: Verb = {
  usage: `search <words>... [--in <project>] [--type file|folder|version_stack] [--limit <number>] [--json]

  Finds by name what you can see, best first.`,
  options: { in: { type: 'string' }, type: { type: 'string' }, limit: { type: 'string' } },
  words: { least: 1, most: Number.MAX_SAFE_INTEGER },
  run: async (around, { words, flags }) => {
    const { client } = await around.client()
    const place = textFlag(flags, 'in')
    const type = textFlag(flags, 'type')
    const { items, total } = await client.searchAssets({
      q: words.join(' '),
      page_size: numberFlag(flags, 'limit') ?? USUAL_HITS,
      ...(place === undefined ? {} : { project_id: (await findProjectOf(client, place)).id }),
      ...(type === undefined ? {} : { type }),
    })
    const projectIds = [...new Set(items.map((asset) => asset.project_id))]
    const projects = await Promise.all(projectIds.map((id) => client.project(id)))
    const names = new Map(projects.map((project) => [project.id, project.name]))
    const paths = await Promise.all(
      items.map((asset) => pathOf(client, asset, names.get(asset.project_id) ?? asset.project_id)),
    )
    const more = total > items.length ? [`… and ${String(total - items.length)} more: --limit`] : []
    return {
      json: items.map((asset, index) => assetFacts(asset, paths[index])),
      lines: items.length === 0 ? ['Nothing was found.'] : [...paths.map(safeText), ...more],
    }
  },
}

/** As the other verbs take it. */
async function pathOf(client: Client, { id, name }: Asset, project: string): Promise<string> {
  const [, ...above] = await client.ancestors(id)
  return [project, ...above.map((folder) => folder.name), name].join('/')
}
