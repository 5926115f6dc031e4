// Writes an npm project that holds nothing but the newer Node of our lockfile, for a first `npm ci` under an older one.
// Plain JavaScript, because the Node that runs it may be 18. Arguments: our root, the folder to write into. Ends with
// code 1 when the lockfile has no Node for this platform.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const [root = '', folder = ''] = process.argv.slice(2)
const name = `node-${process.platform}-${process.arch}`
const entry = `node_modules/${name}`
const locked = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages[entry]
if (locked === undefined) process.exit(1)

const { optional: _, ...node } = locked
const project = {
  name: 'newer-node',
  version: '1.0.0',
  private: true,
  dependencies: { [name]: node.version },
}
const lockfile = { ...project, lockfileVersion: 3, requires: true, packages: { '': project, [entry]: node } }
writeFileSync(join(folder, 'package.json'), JSON.stringify(project))
writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(lockfile))
