// The J K L keys of an editing desk: each press of L doubles the speed forwards, J backwards, K stops.

const FASTEST = 8

/** Speed after one more press. 1 is normal speed, negative is backwards; pressing against the motion turns it round. */
export function shuttleRateAfter(key: 'J' | 'K' | 'L', rate: number): number {
  if (key === 'K') return 0
  const direction = key === 'L' ? 1 : -1
  if (rate * direction <= 0) return direction
  return Math.min(FASTEST, Math.abs(rate) * 2) * direction
}
