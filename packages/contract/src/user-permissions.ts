// What the caller may do with an object (v2-platform.md 7.2, captured keys).
import { z } from 'zod'

export const UserPermissions = z.object({
  can_download: z.boolean(),
  can_manage_devices: z.boolean(),
  can_modify_template: z.boolean(),
  can_public_share_presentation: z.boolean(),
  can_public_share_review_link: z.boolean(),
  can_see_watermarking_settings: z.boolean(),
  can_share_downloadable_presentation: z.boolean(),
  can_share_downloadable_review_link: z.boolean(),
  can_share_unwatermarked_presentation: z.boolean(),
  can_share_unwatermarked_review_link: z.boolean(),
  can_share_without_drm_presentation: z.boolean(),
  can_share_without_drm_review_link: z.boolean(),
  can_share_without_forensic_watermark_presentation: z.boolean(),
  can_share_without_forensic_watermark_review_link: z.boolean(),
  can_view_devices: z.boolean(),
})
export type UserPermissions = z.infer<typeof UserPermissions>
