// What the caller may do, in V2's flags (v2-platform.md 7.2: an ordinary member has all but templates and DRM).
import type { UserPermissions } from '@rushes/contract/user-permissions'
import { isMarkedViewer, may } from '../access/abilities.ts'
import type { Standing } from '../access/abilities.ts'

export function userPermissions(standing: Standing): UserPermissions {
  const mayDownload = may('download', standing)
  const mayShare = may('share', standing)
  const mayShareUnmarked = mayShare && !isMarkedViewer(standing)
  const mayManageDevices = may('manage devices', standing)
  return {
    can_download: mayDownload,
    can_manage_devices: mayManageDevices,
    can_modify_template: false,
    can_public_share_presentation: mayShare,
    can_public_share_review_link: mayShare,
    can_see_watermarking_settings: may('see private', standing),
    can_share_downloadable_presentation: mayShare && mayDownload,
    can_share_downloadable_review_link: mayShare && mayDownload,
    can_share_unwatermarked_presentation: mayShareUnmarked,
    can_share_unwatermarked_review_link: mayShareUnmarked,
    can_share_without_drm_presentation: false,
    can_share_without_drm_review_link: false,
    can_share_without_forensic_watermark_presentation: mayShare,
    can_share_without_forensic_watermark_review_link: mayShare,
    can_view_devices: mayManageDevices,
  }
}
