import type { Asset } from '@rushes/contract/assets'
import { PictureStage } from './picture-stage.tsx'

/** A still. */
export function ImageView({ asset, url }: { asset: Asset; url: string }) {
  return <PictureStage name={asset.name} url={url} still={asset.image_small ?? asset.thumb_orig_ar_540} />
}
