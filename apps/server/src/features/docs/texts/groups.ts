// The menu: groups in the order of the V2 reference, then what stands beside it.
import type { TextGroup } from '../endpoint-text.ts'
import { ASSET_TEXTS } from './asset-texts.ts'
import { COMMENT_TEXTS } from './comment-texts.ts'
import { MEDIA_TEXTS, PEOPLE_TEXTS, TOKEN_TEXTS } from './own-texts.ts'
import { PROJECT_TEXTS } from './project-texts.ts'
import { SECURITY_TEXTS } from './security-texts.ts'
import { ACCOUNT_TEXTS, TEAM_TEXTS, USER_TEXTS } from './team-texts.ts'
import { VISIT_TEXTS } from './visit-texts.ts'

/** A new endpoint gets its entry in one of these lists; a test names those without. */
export const TEXT_GROUPS: readonly TextGroup[] = [
  {
    slug: 'assets',
    title: 'Assets',
    about: 'Files, folders and version stacks: create, read, change, move, copy, delete, search.',
    texts: ASSET_TEXTS,
  },
  {
    slug: 'comments',
    title: 'Comments',
    about: 'What people say about an asset: threads, likes, and what is dealt with.',
    texts: COMMENT_TEXTS,
  },
  {
    slug: 'projects',
    title: 'Projects',
    about: 'Projects, their trash and the people invited into them.',
    texts: PROJECT_TEXTS,
  },
  { slug: 'teams', title: 'Teams', about: 'Teams and their members.', texts: TEAM_TEXTS },
  { slug: 'accounts', title: 'Accounts', about: 'The account everything belongs to.', texts: ACCOUNT_TEXTS },
  { slug: 'users', title: 'Users', about: 'The person a token belongs to.', texts: USER_TEXTS },
  {
    slug: 'media',
    title: 'Uploads and media',
    about: 'Beside V2: going on with an upload, and what the media engine is doing.',
    texts: MEDIA_TEXTS,
  },
  {
    slug: 'visits',
    title: 'Visits and news',
    about: 'Beside V2: what you looked at, and what is new since then.',
    texts: VISIT_TEXTS,
  },
  {
    slug: 'tokens',
    title: 'Tokens and sessions',
    about: 'Beside V2: developer tokens and signed-in browsers.',
    texts: TOKEN_TEXTS,
  },
  {
    slug: 'security',
    title: 'Second factor and passkeys',
    about: 'Beside V2: what guards your account besides the password.',
    texts: SECURITY_TEXTS,
  },
  {
    slug: 'people',
    title: 'People and invitations',
    about: 'Beside V2: who is in an account, and inviting others.',
    texts: PEOPLE_TEXTS,
  },
]
