import { defineConfig } from 'vitest/config'

/** Real databases, encoders and browsers are slow to start on a busy machine. */
const limitMs = 120_000

const shared = {
  testTimeout: limitMs,
  hookTimeout: limitMs,
  pool: 'forks',
  // Files take turns in two processes. A process each costs half a second of processor, for two hundred of them.
  isolate: false,
} as const

export default defineConfig({
  test: {
    maxWorkers: 2,
    retry: 0,
    projects: [
      {
        test: {
          ...shared,
          name: 'unit',
          globalSetup: 'tests/machine/postgres-setup.ts',
          include: ['{packages,apps,scripts}/**/*.test.ts', 'tests/machine/**/*.test.ts'],
        },
      },
      {
        test: {
          ...shared,
          name: 'acceptance',
          globalSetup: 'tests/acceptance/start-servers.ts',
          include: ['tests/acceptance/**/*.test.ts'],
        },
      },
    ],
  },
})
