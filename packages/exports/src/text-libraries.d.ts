// linebreak has no types, and those of bidi-js are of another kind of module than it is.

declare module 'linebreak' {
  export default class LineBreaker {
    constructor(text: string)
    nextBreak(): { position: number; required: boolean } | null
  }
}

declare module 'bidi-js' {
  interface Bidi {
    getEmbeddingLevels(text: string): { levels: Uint8Array; paragraphs: { level: number }[] }
    getMirroredCharacter(character: string): string | null
  }
  export default function createBidi(): Bidi
}
