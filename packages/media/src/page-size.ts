/** How large a page of a document is drawn: its longer side. Pixels. */
export const PAGE_LONG_SIDE = 2560
