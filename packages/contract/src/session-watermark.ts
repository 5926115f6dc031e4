// The watermark that names its viewer, as V2 describes it: a template of blocks (v2-platform.md 8.11). There is one, the
// server's own; a team chooses it or none.
import { z } from 'zod'

export const SESSION_MARK_TEMPLATE_ID = '5e551011-3a7c-4d52-9b0e-6f1d8c2a4e77'
/** From 0, nothing, to 1, solid. */
export const SESSION_MARK_ALPHA = 0.45
/** Where its two blocks stand, the first ones that the team's own watermark leaves free. */
export const SESSION_MARK_PLACES = ['center', 'bottom', 'top'] as const

const DATA_POINTS = ['email', 'username', 'ip_address', 'timestamp', 'custom_text', 'user_input'] as const

const WatermarkBlock = z.object({
  name: z.string(),
  alpha: z.number(),
  font_size: z.enum(['small', 'medium', 'large', 'huge']),
  position: z.string(),
  position_reference_point: z.string().nullable(),
  position_x: z.number().nullable(),
  position_y: z.number().nullable(),
  scroll_text: z.enum(['none', 'ltr', 'rtl']),
  text_alignment: z.enum(['left', 'right', 'center']),
  text_color: z.string(),
  text_shadow: z.boolean(),
  data_points: z.array(z.object({ order: z.int(), type: z.enum(DATA_POINTS) })),
})
type WatermarkBlock = z.infer<typeof WatermarkBlock>

export const SessionWatermarkTemplate = z.object({
  id: z.string(),
  account_id: z.string(),
  creator_id: z.string(),
  name: z.string(),
  app_default: z.boolean(),
  watermark_blocks: z.array(WatermarkBlock),
})
export type SessionWatermarkTemplate = z.infer<typeof SessionWatermarkTemplate>

function block(
  name: string,
  position: string,
  ...types: WatermarkBlock['data_points'][number]['type'][]
): WatermarkBlock {
  return {
    name,
    alpha: SESSION_MARK_ALPHA,
    font_size: 'medium',
    position,
    position_reference_point: null,
    position_x: null,
    position_y: null,
    scroll_text: 'none',
    text_alignment: 'center',
    text_color: '#ffffff',
    text_shadow: true,
    data_points: types.map((type, order) => ({ order, type })),
  }
}

/** The server's own, as a team lists it. */
export function sessionWatermarkTemplate(team: {
  account_id: string
  creator_id: string
}): SessionWatermarkTemplate {
  return {
    id: SESSION_MARK_TEMPLATE_ID,
    account_id: team.account_id,
    creator_id: team.creator_id,
    name: 'Who watches',
    app_default: true,
    watermark_blocks: [
      block('Address', 'center', 'email', 'ip_address', 'timestamp'),
      block('Name', 'bottom', 'username'),
    ],
  }
}
