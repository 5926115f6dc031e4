// What a project's tree must look like, kept in memory: the rules of v2-assets.md 3, 5 and 12 once more, with nothing of
// ours. Every function says whether the server has to take the step.

export interface Node {
  id: string
  name: string
  type: 'file' | 'folder' | 'version_stack'
  parent: Node | null
  /** Place among the versions of a stack; the smallest is the newest. */
  index: number
  state: 'alive' | 'deleted' | 'purged'
  /** Bytes of a file; shared by copies. */
  content: { mediaId: string; text: string; hasArrived: boolean } | null
  /** The index the next version of a stack gets. */
  nextIndex: number
  /** Versions that stepped out when the stack was deleted, the newest first. */
  steppedOut: Node[]
}

export interface Model {
  root: Node
  nodes: Node[]
}

export function makeModel(rootId: string): Model {
  const root = makeNode(rootId, 'root', 'folder', null)
  return { root, nodes: [root] }
}

function makeNode(id: string, name: string, type: Node['type'], parent: Node | null): Node {
  return { id, name, type, parent, index: 0, state: 'alive', content: null, nextIndex: -1, steppedOut: [] }
}

export function add(model: Model, parent: Node, made: Pick<Node, 'id' | 'name' | 'type' | 'content'>): Node {
  const node = { ...makeNode(made.id, made.name, made.type, parent), content: made.content }
  model.nodes.push(node)
  return node
}

export function isVisible(node: Node): boolean {
  return node.state === 'alive' && (node.parent === null || isVisible(node.parent))
}

export function visible(
  model: Model,
  types: readonly Node['type'][] = ['file', 'folder', 'version_stack'],
): Node[] {
  return model.nodes.filter((node) => types.includes(node.type) && isVisible(node))
}

export function childrenOf(model: Model, parent: Node): Node[] {
  return model.nodes
    .filter((node) => node.parent === parent && node.state === 'alive')
    .toSorted((one, other) => one.index - other.index)
}

const isIn = (node: Node | null, folder: Node): boolean =>
  node !== null && (node === folder || isIn(node.parent, folder))

/** A stack shows its newest version; of fewer than two nothing is left of it. */
function settleStack(model: Model, stack: Node | null): void {
  if (stack?.type !== 'version_stack' || stack.state !== 'alive') return
  const members = childrenOf(model, stack)
  const [newest] = members
  if (newest !== undefined && members.length > 1) {
    stack.name = newest.name
    return
  }
  for (const member of members) member.parent = stack.parent
  stack.state = 'purged'
}

export function move(model: Model, node: Node, destination: Node): boolean {
  if (node.parent === null || destination.type !== 'folder' || isIn(destination, node)) return false
  const left = node.parent
  node.parent = destination
  if (left !== destination) settleStack(model, left)
  return true
}

export function version(model: Model, base: Node, next: Node, newStackId: () => string): boolean {
  const isFree = (node: Node) => node.parent?.type === 'folder'
  if (base === next || next.type !== 'file' || !isFree(next) || base.type === 'folder' || !isFree(base))
    return false
  let stack = base
  if (base.type === 'file') {
    stack = add(model, base.parent ?? model.root, {
      id: newStackId(),
      name: next.name,
      type: 'version_stack',
      content: null,
    })
    putOnTop(stack, base)
  }
  putOnTop(stack, next)
  settleStack(model, stack)
  return true
}

function putOnTop(stack: Node, member: Node): void {
  member.parent = stack
  member.index = stack.nextIndex
  stack.nextIndex -= 1
}

export function unversion(model: Model, node: Node): boolean {
  const stack = node.parent
  if (stack?.type !== 'version_stack') return false
  node.parent = stack.parent
  settleStack(model, stack)
  return true
}

export function reorder(model: Model, node: Node, index: number): boolean {
  node.index = index
  // What comes next comes first all the same.
  if (node.parent !== null) node.parent.nextIndex = Math.min(node.parent.nextIndex, Math.floor(index) - 1)
  settleStack(model, node.parent)
  return true
}

export function remove(model: Model, node: Node): boolean {
  if (node.parent === null) return false
  if (node.type === 'version_stack') {
    node.steppedOut = childrenOf(model, node)
    for (const member of node.steppedOut) member.parent = node.parent
  }
  node.state = 'deleted'
  settleStack(model, node.parent)
  return true
}

export function restore(model: Model, node: Node): boolean {
  let folder: Node | null = null
  for (let above = node.parent; above !== null; above = above.parent)
    folder = above.state === 'alive' ? (folder ?? above) : null
  // It went with a folder above it: it comes out alone.
  if (node.state === 'alive') {
    const left = node.parent
    if (folder === left) return true
    node.parent = folder
    settleStack(model, left)
    return true
  }
  if (node.type !== 'version_stack') {
    node.parent = folder
    node.state = 'alive'
    settleStack(model, folder)
    return true
  }
  const members = node.steppedOut.filter(
    (member) => member.state === 'alive' && member.type === 'file' && member.parent === folder,
  )
  if (members.length < 2) return false
  node.parent = folder
  node.state = 'alive'
  for (const member of members.toReversed()) putOnTop(node, member)
  settleStack(model, node)
  return true
}

export function purge(model: Model, node: Node): boolean {
  const bury = (dead: Node): void => {
    for (const child of model.nodes.filter((other) => other.parent === dead && other.state === 'alive'))
      bury(child)
    dead.state = 'purged'
  }
  bury(node)
  return true
}

/** One line for every asset that can be seen, and the versions of each stack in their order. */
export function picture(model: Model): string[] {
  return visible(model)
    .map((node) => {
      const children = childrenOf(model, node)
      const versions = node.type === 'version_stack' ? children.map(({ id }) => id).join(' ') : ''
      return `${node.id} ${node.type} ${node.parent === null ? 'root' : node.name} in ${node.parent?.id ?? ''}: ${String(children.length)} ${versions}`
    })
    .toSorted()
}

export function sumsOf(model: Model): { files: number; folders: number; bytes: number } {
  const files = visible(model, ['file'])
  return {
    files: files.length,
    folders: visible(model, ['folder']).length - 1,
    bytes: files.reduce((sum, { content }) => sum + (content?.text.length ?? 0), 0),
  }
}
