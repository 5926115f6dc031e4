/** Opens the system's window for one file. Nothing happens when it is closed without one. */
export function pickOneFile(onPick: (file: File) => void): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.addEventListener('change', () => {
    const file = input.files?.[0]
    if (file !== undefined) onPick(file)
  })
  input.click()
}
