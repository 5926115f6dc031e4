// The search pages of the V2 menu of Assets.
import type { EndpointText } from '../endpoint-text.ts'

const LIBRARY =
  'Searches everything in an account that you may see. Without a text it answers with all of it, newest first. Folders are found too.'
const ASSETS =
  'Searches an account, a team or a project for assets by name and by what is known of them. Parts of names are found too: dots and underscores separate words.'
const FIELDS = {
  account_id: 'The account to search.',
  query: 'The same as `q`.',
  filter:
    'Conditions by field: `{"label": {"op": "eq", "value": "approved"}}`; a list of conditions on one field must all hold. In a query string `filter[label][op]=eq&filter[label][value]=approved`.',
  sort: 'Field to sort by; `-` in front turns the order around. Absent: the best matches first.',
  page_size: 'How many items a page has. Absent: 10.',
  'filter.op': '`eq`, `gte`, `lte`, `match` and others; absent: `eq`.',
  'filter.value': 'What the field is compared with; a list for several values.',
}
const MORE_FIELDS = {
  ...FIELDS,
  properties: 'Only assets with these keys and values in their `properties`.',
  shared_projects: 'True searches the projects too that you were only invited into.',
  project_id: 'Only in this project.',
  team_id: 'Only in this team; several in a list.',
}

export const LIBRARY_SEARCH_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /v2/search/library',
    title: 'Advanced search for Assets (GET)',
    what: LIBRARY,
    fields: FIELDS,
  },
  {
    endpoint: 'POST /v2/search/library',
    title: 'Advanced search for Assets (POST)',
    what: `${LIBRARY} The same as the GET, with the conditions in a JSON body.`,
    fields: FIELDS,
  },
]

export const ASSET_SEARCH_TEXTS: readonly EndpointText[] = [
  { endpoint: 'GET /v2/search/assets', title: 'Search for Assets (GET)', what: ASSETS, fields: MORE_FIELDS },
  {
    endpoint: 'POST /v2/search/assets',
    title: 'Search for Assets (POST)',
    what: `${ASSETS} The same as the GET, with the conditions in a JSON body.`,
    fields: MORE_FIELDS,
  },
]
