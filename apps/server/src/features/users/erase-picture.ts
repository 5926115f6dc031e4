// Job: removes the bytes of a picture that nobody has any more (design invariant 2). A picture's name is given once and
// never again, so one that is nobody's now stays nobody's.
import type { Deps } from '../../deps.ts'
import { pictureFolder } from './picture-files.ts'

export async function erasePicture(deps: Deps, picture: string): Promise<void> {
  const owner = await deps.db
    .selectFrom('users')
    .select('id')
    .where('picture', '=', picture)
    .executeTakeFirst()
  if (owner === undefined) await deps.store.deletePrefix(pictureFolder(picture))
}
