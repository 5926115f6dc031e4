// Documents of office programs made by hand, small and without those programs.
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

/** Parts by name, in order. */
export async function makePackage(parts: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(parts))
    zip.addBuffer(Buffer.from(content as string), name, { compress: name !== 'mimetype' })
  zip.end()
  return buffer(zip.outputStream)
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const SCHEMAS = 'http://schemas.openxmlformats.org'
const RELATIONS = `${SCHEMAS}/officeDocument/2006/relationships`

/** A line of text a page. `linked`: a picture of that address stands on the first one. */
export function makeDocx(pages: readonly string[], linked?: string): Promise<Buffer> {
  const paragraphs = pages.map(
    (text, index) => `<w:p><w:r>${index === 0 ? '' : '<w:br w:type="page"/>'}<w:t>${text}</w:t></w:r></w:p>`,
  )
  const picture =
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="1800000" cy="1800000"/><wp:docPr id="1" name="p"/><a:graphic>' +
    `<a:graphicData uri="${SCHEMAS}/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" name="p"/>` +
    '<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:link="rId1"/><a:stretch><a:fillRect/></a:stretch>' +
    '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="1800000" cy="1800000"/></a:xfrm>' +
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>' +
    '</w:drawing></w:r></w:p>'
  const link = `<Relationship Id="rId1" Type="${RELATIONS}/image" Target="${linked ?? ''}" TargetMode="External"/>`
  const relations = (inside: string) =>
    `${XML}<Relationships xmlns="${SCHEMAS}/package/2006/relationships">${inside}</Relationships>`
  return makePackage({
    '[Content_Types].xml':
      `${XML}<Types xmlns="${SCHEMAS}/package/2006/content-types">` +
      '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
      '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    '_rels/.rels': relations(
      `<Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="word/document.xml"/>`,
    ),
    'word/_rels/document.xml.rels': relations(linked === undefined ? '' : link),
    'word/document.xml':
      `${XML}<w:document xmlns:w="${SCHEMAS}/wordprocessingml/2006/main" xmlns:r="${RELATIONS}" ` +
      `xmlns:wp="${SCHEMAS}/drawingml/2006/wordprocessingDrawing" xmlns:a="${SCHEMAS}/drawingml/2006/main" ` +
      `xmlns:pic="${SCHEMAS}/drawingml/2006/picture"><w:body>${linked === undefined ? '' : picture}` +
      `${paragraphs.join('')}</w:body></w:document>`,
  })
}

/** The body is OpenDocument's XML; `program` as in `office:text`. */
export function makeOdf(type: string, program: 'text' | 'spreadsheet', body: string): Promise<Buffer> {
  const names = ['office', 'text', 'table', 'drawing', 'svg-compatible', 'script']
  const prefixes: Readonly<Record<string, string>> = { drawing: 'draw', 'svg-compatible': 'svg' }
  const spaces = names.map(
    (name) => `xmlns:${prefixes[name] ?? name}="urn:oasis:names:tc:opendocument:xmlns:${name}:1.0"`,
  )
  return makePackage({
    mimetype: type,
    'content.xml':
      `${XML}<office:document-content ${spaces.join(' ')} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">` +
      `<office:body><office:${program}>${body}</office:${program}></office:body></office:document-content>`,
    'META-INF/manifest.xml':
      `${XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">` +
      `<manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/>` +
      '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
  })
}

/** The older package: a header, and behind it the list of its streams. */
export function makeOle(streams: readonly string[]): Buffer {
  const SECTOR = 512
  const header = Buffer.alloc(SECTOR)
  header.write('d0cf11e0a1b11ae1', 'hex')
  header.writeUInt16LE(9, 30)
  const list = Buffer.alloc(SECTOR)
  for (const [index, name] of ['Root Entry', ...streams].entries()) {
    list.write(name, index * 128, 'utf16le')
    list.writeUInt16LE((name.length + 1) * 2, index * 128 + 64)
  }
  return Buffer.concat([header, list])
}
