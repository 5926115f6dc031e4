/** Hands bytes to the browser to save under this name. */
export function saveFile({ name, bytes }: { name: string; bytes: Blob }): void {
  const url = URL.createObjectURL(bytes)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  // The browser has taken the bytes by the time a task later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
