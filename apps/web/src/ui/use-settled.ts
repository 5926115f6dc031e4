import { useEffect, useState } from 'react'

/** What was typed, once nobody has typed for a moment. An empty field is heard of at once. */
export function useSettled(text: string, delayMs: number): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), delayMs)
    return () => clearTimeout(timer)
  }, [text, delayMs])
  return text === '' ? '' : settled
}
