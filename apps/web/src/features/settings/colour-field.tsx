/** Bright enough for dark letters, far enough apart to tell people by. */
const COLOURS = [
  ['#8b8cff', 'Violet'],
  ['#5ea8ff', 'Blue'],
  ['#3ec9c1', 'Teal'],
  ['#52d494', 'Green'],
  ['#b5d33d', 'Lime'],
  ['#ffd24d', 'Yellow'],
  ['#ffa04d', 'Orange'],
  ['#ff7a70', 'Red'],
  ['#ff85c0', 'Pink'],
  ['#d596ff', 'Purple'],
  ['#c8b09a', 'Sand'],
  ['#a9b4c2', 'Steel'],
] as const

/** One's colour. A colour from elsewhere stays to be chosen. */
export function ColourField({ value, onChange }: { value: string; onChange: (colour: string) => void }) {
  const isOurs = COLOURS.some(([colour]) => colour === value.toLowerCase())
  const all = isOurs ? COLOURS : ([[value, 'As it is'], ...COLOURS] as const)
  return (
    <fieldset className="colours">
      <legend className="text-field-label">Colour</legend>
      {all.map(([colour, name]) => (
        <label key={colour} className="colour" title={name}>
          <input
            type="radio"
            name="colour"
            aria-label={name}
            checked={colour === value.toLowerCase() || colour === value}
            onChange={() => onChange(colour)}
          />
          <span className="colour-dot" style={{ background: colour }} />
        </label>
      ))}
    </fieldset>
  )
}
