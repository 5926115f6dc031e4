// A document of an office program as a PDF, by LibreOffice: in a room without other files and without a network, with a
// profile that was never used, in which nothing of a document may run or fetch.
import { constants, copyFile, mkdir, rename, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { ROOM_FOLDER } from './locked-room.ts'
import { OFFICE_FORMATS, type OfficeFormat } from './office-formats.ts'
import { describeDocument } from './probe-image.ts'
import { runTool, type HoldSwitch, type ToolOutcome } from './run-tool.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

export type DocumentRequest = {
  inputPath: string
  format: OfficeFormat
  /** Must exist; gets the PDF and, meanwhile, a work folder. */
  outDir: string
  /** Folders of ours that the program must not see. */
  hidden: readonly string[]
  signal?: AbortSignal | undefined
  hold?: HoldSwitch | undefined
}

export type ConvertedDocument =
  | { ok: true; path: string; sizeBytes: number; pageCount: number; width: number; height: number }
  | { ok: false; failure: FailureReason }

const TIMEOUT_MS = 180_000
const MEMORY_BYTES = 3 * 2 ** 30
/** Of any one file it writes, the PDF among them. */
const FILE_SIZE_BYTES = 512 * 2 ** 20
/** Its first run in a new profile ends at once and asks for another. */
const START_AGAIN = 81

/** Throws only when aborted or when the disk or the programs let us down. */
export async function convertDocument(
  tools: MediaTools,
  request: DocumentRequest,
): Promise<ConvertedDocument> {
  const { format, outDir, signal } = request
  const { officePath } = tools
  if (officePath === null)
    return { ok: false, failure: { reason: tools.officeProblem, detail: '', retryable: false } }
  return withWorkFolder(outDir, async (folder) => {
    await furnish(folder, request)
    const run = () =>
      runTool(tools.isolation, {
        command: officePath,
        args: officeArgs(format),
        folder,
        hidden: request.hidden,
        signal,
        hold: request.hold,
        timeoutMs: TIMEOUT_MS,
        memoryBytes: MEMORY_BYTES,
        fileSizeBytes: FILE_SIZE_BYTES,
      })
    let outcome = await run()
    if (outcome.ended === 'exit' && outcome.code === START_AGAIN) outcome = await run()
    const made = path.join(folder, 'out', 'input.pdf')
    const sizeBytes = await stat(made).then(
      ({ size }) => size,
      // It was not written: the outcome says why.
      () => 0,
    )
    if (sizeBytes === 0) return { ok: false, failure: explainConversion(outcome) }
    const described = await describeDocument(tools, made, outDir, signal)
    if (!described.ok) return described
    const final = path.join(outDir, 'pdf_proxy.pdf')
    await rename(made, final)
    const { pageCount, width, height } = described.picture
    return { ok: true, path: final, sizeBytes, pageCount, width, height }
  })
}

/** A copy of the document, which it may do with what it likes, and the profile. */
async function furnish(folder: string, { inputPath, format }: DocumentRequest): Promise<void> {
  await copyFile(inputPath, path.join(folder, `input.${format}`), constants.COPYFILE_FICLONE)
  const user = path.join(folder, 'profile', 'user')
  await mkdir(user, { recursive: true })
  await writeFile(path.join(user, 'registrymodifications.xcu'), PROFILE)
}

/** Arguments of LibreOffice, seen from inside the room. */
export function officeArgs(format: OfficeFormat): string[] {
  const { filter, program } = OFFICE_FORMATS[format]
  return [
    ...'--headless --norestore --nolockcheck --nodefault --nologo --nofirststartwizard'.split(' '),
    `-env:UserInstallation=file://${ROOM_FOLDER}/profile`,
    `--infilter=${filter}`,
    '--convert-to',
    `pdf:${program}_pdf_Export`,
    '--outdir',
    `${ROOM_FOLDER}/out`,
    `${ROOM_FOLDER}/input.${format}`,
  ]
}

/** No macros, no embedded programs, no pictures and links from elsewhere. */
const SETTINGS: readonly (readonly [string, string, string])[] = [
  ['Common/Security/Scripting', 'MacroSecurityLevel', '3'],
  ['Common/Security/Scripting', 'DisableMacrosExecution', 'true'],
  ['Common/Security/Scripting', 'DisableActiveContent', 'true'],
  ['Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['Writer/Content/Update', 'Link', '0'],
  ['Calc/Content/Update', 'Link', '2'],
]

const PROFILE = [
  '<?xml version="1.0" encoding="UTF-8"?>',
  '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">',
  ...SETTINGS.map(
    ([place, name, value]) =>
      `<item oor:path="/org.openoffice.Office.${place}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  ),
  '</oor:items>',
].join('\n')

/** LibreOffice says little, and not in its exit code. */
function explainConversion(outcome: ToolOutcome): FailureReason {
  const known = explainFailure(outcome)
  if (outcome.ended !== 'exit' || known.retryable) return known
  return {
    ...known,
    reason: /password/i.test(outcome.stderr)
      ? 'The document can only be opened with a password.'
      : 'The document is damaged, locked with a password, or it is not what its name says.',
  }
}
