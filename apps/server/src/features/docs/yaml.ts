// JSON values as YAML 1.2. Text is always quoted as JSON quotes it, which YAML reads the same way.

export function toYaml(value: unknown): string {
  return `${block(value, '').trimStart()}\n`
}

function block(value: unknown, indent: string): string {
  if (Array.isArray(value)) {
    if (value.length === 0) return ' []'
    return value.map((item) => `\n${indent}-${nested(item, `${indent}  `)}`).join('')
  }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).filter(([, item]) => item !== undefined)
    if (entries.length === 0) return ' {}'
    return entries.map(([key, item]) => `\n${indent}${keyText(key)}:${block(item, `${indent}  `)}`).join('')
  }
  return ` ${JSON.stringify(value)}`
}

/** The first key of an object in a list stands on the line of its dash. */
function nested(item: unknown, indent: string): string {
  const text = block(item, indent)
  return text.startsWith('\n') ? ` ${text.slice(indent.length + 1)}` : text
}

function keyText(key: string): string {
  return /^[A-Za-z$_][\w$/{}-]*$/.test(key) && !/^(?:y|n|yes|no|on|off|true|false|null)$/i.test(key)
    ? key
    : JSON.stringify(key)
}
