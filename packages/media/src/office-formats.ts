// The documents of office programs that LibreOffice turns into pages, and how it is told what they are: never by their
// names, and never by its own guess, which would open scripts and web pages as well.
import type { DocumentProbe } from './media-probe.ts'

export type OfficeFormat = 'docx' | 'xlsx' | 'pptx' | 'odt' | 'ods' | 'odp' | 'rtf' | 'doc' | 'xls' | 'ppt'

type Program = 'writer' | 'calc' | 'impress'

type OfficeFacts = {
  contentType: string
  program: Program
  /** As LibreOffice names what reads it. */
  filter: string
}

const ODF = 'application/vnd.oasis.opendocument'
const OOXML = 'application/vnd.openxmlformats-officedocument'

export const OFFICE_FORMATS: Readonly<Record<OfficeFormat, OfficeFacts>> = {
  docx: {
    contentType: `${OOXML}.wordprocessingml.document`,
    program: 'writer',
    filter: 'MS Word 2007 XML',
  },
  xlsx: { contentType: `${OOXML}.spreadsheetml.sheet`, program: 'calc', filter: 'Calc MS Excel 2007 XML' },
  pptx: {
    contentType: `${OOXML}.presentationml.presentation`,
    program: 'impress',
    filter: 'Impress MS PowerPoint 2007 XML',
  },
  odt: { contentType: `${ODF}.text`, program: 'writer', filter: 'writer8' },
  ods: { contentType: `${ODF}.spreadsheet`, program: 'calc', filter: 'calc8' },
  odp: { contentType: `${ODF}.presentation`, program: 'impress', filter: 'impress8' },
  rtf: { contentType: 'application/rtf', program: 'writer', filter: 'Rich Text Format' },
  doc: { contentType: 'application/msword', program: 'writer', filter: 'MS Word 97' },
  xls: { contentType: 'application/vnd.ms-excel', program: 'calc', filter: 'MS Excel 97' },
  ppt: { contentType: 'application/vnd.ms-powerpoint', program: 'impress', filter: 'MS PowerPoint 97' },
}

/** The format of a document that has to become a PDF first; null of a PDF. */
export function officeFormatOf({ container }: Pick<DocumentProbe, 'container'>): OfficeFormat | null {
  return isOfficeFormat(container) ? container : null
}

function isOfficeFormat(format: string | null): format is OfficeFormat {
  return format !== null && Object.hasOwn(OFFICE_FORMATS, format)
}
