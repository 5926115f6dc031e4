// Batch calls (v2-platform.md 2): each entry on its own; what failed is named, the call still answers 200.
import type { ErrorItem } from '@rushes/contract/errors'
import { HttpError } from './errors.ts'

/**
 * Does `act` for one entry after the other, in order. Answers what was refused, by the entry's name. What is not a
 * refusal of ours is a fault and ends the whole call.
 */
export async function forEachOnItsOwn<Entry>(
  entries: Iterable<Entry>,
  nameOf: (entry: Entry) => string,
  act: (entry: Entry) => Promise<void>,
): Promise<Record<string, ErrorItem>> {
  const refused: Record<string, ErrorItem> = {}
  for (const entry of entries) {
    try {
      await act(entry)
    } catch (failure) {
      if (!(failure instanceof HttpError) || failure.items[0] === undefined) throw failure
      refused[nameOf(entry)] = failure.items[0]
    }
  }
  return refused
}
