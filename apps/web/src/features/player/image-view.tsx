import type { Asset } from '@rushes/contract/assets'
import { useEffect } from 'react'
import type { Room } from '../comments/room-store.ts'
import { PictureStage } from './picture-stage.tsx'

/** A still. */
export function ImageView({ asset, url, room }: { asset: Asset; url: string; room: Room }) {
  useEffect(() => {
    room.set({ isStill: true })
    return () => room.set({ isStill: false })
  }, [room])
  return (
    <PictureStage
      asset={asset}
      room={room}
      kind="picture"
      name={asset.name}
      url={url}
      still={asset.image_small ?? asset.thumb_orig_ar_540}
    />
  )
}
