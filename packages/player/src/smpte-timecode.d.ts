// The package ships no types; this is the part of it that we use.
declare module 'smpte-timecode' {
  export default class Timecode {
    /** Throws on text that is no timecode, and on numbers that cannot be one. */
    constructor(
      timecode: number | string,
      frameRate: number | readonly [num: number, den: number],
      dropFrame?: boolean,
    )
    readonly frameCount: number
    readonly dropFrame: boolean
    toString(): string
  }
}
