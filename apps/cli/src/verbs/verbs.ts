// Every verb of the command line that only needs HTTP. Only the one that was typed is loaded: a command is started often.
import type { Verb } from '../verb.ts'

export const VERBS: Readonly<Record<string, () => Promise<Verb>>> = {
  login: async () => (await import('./login.ts')).loginVerb,
  logout: async () => (await import('./login.ts')).logoutVerb,
  ls: async () => (await import('./list.ts')).listVerb,
  tree: async () => (await import('./list.ts')).treeVerb,
  upload: async () => (await import('./upload.ts')).uploadVerb,
  download: async () => (await import('./download.ts')).downloadVerb,
  cp: async () => (await import('./arrange.ts')).copyVerb,
  mv: async () => (await import('./arrange.ts')).moveVerb,
  rm: async () => (await import('./arrange.ts')).removeVerb,
  restore: async () => (await import('./arrange.ts')).restoreVerb,
  version: async () => (await import('./arrange.ts')).versionVerb,
  search: async () => (await import('./search.ts')).searchVerb,
  comments: async () => (await import('./comments.ts')).commentsVerb,
}
