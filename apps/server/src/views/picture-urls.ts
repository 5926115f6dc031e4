// Where somebody's picture is served (features/users/picture-routes.ts). The name in the path is the right to see it: it
// is unguessable, goes only to those who see the person, and ends with the picture.
import type { User } from '@rushes/contract/users'

type PictureFields =
  'profile_image' | 'profile_image_original' | 'image_32' | 'image_64' | 'image_128' | 'image_256'

/** All null for somebody without a picture (v2-platform.md 8.1). */
export function pictureUrls(picture: string | null, origin: string): Pick<User, PictureFields> {
  const url = (name: string) => (picture === null ? null : `${origin}/pictures/${picture}/${name}.jpg`)
  return {
    profile_image: url('256'),
    profile_image_original: url('original'),
    image_32: url('32'),
    image_64: url('64'),
    image_128: url('128'),
    image_256: url('256'),
  }
}
