// Example requests and answers: written by tests/acceptance/docs-examples.test.ts from a running server.
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

const FOLDER = new URL('./examples/', import.meta.url)

const Example = z.object({
  request: z.object({
    /** With its query, without the origin. */
    path: z.string(),
    body: z.unknown().optional(),
  }),
  response: z.object({
    status: z.int(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
  }),
})
export type Example = z.infer<typeof Example>

/** Where the example of an operation is kept. */
export function exampleFile(operationId: string): string {
  return fileURLToPath(new URL(`${operationId}.json`, FOLDER))
}

/** Null where no test has made one yet. */
export function readExample(operationId: string): Example | null {
  const file = exampleFile(operationId)
  if (!existsSync(file)) return null
  return Example.parse(JSON.parse(readFileSync(file, 'utf8')))
}
