import { blobStoreSuite } from './blob-store-suite.ts'
import { makeLocalStore } from './suite/local-store-under-test.ts'

blobStoreSuite('a local folder', makeLocalStore)
