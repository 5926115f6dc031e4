// A passkey made by a program: what navigator.credentials.create() hands back, with a key of its own (WebAuthn 6.5, 8.7).
import { createHash, generateKeyPairSync } from 'node:crypto'

interface Options {
  challenge: string
  rp: { id: string }
}

/** Always the same: who makes a second one has removed the first. */
const CREDENTIAL_ID = Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex')

const IS_PRESENT = 0x01
const IS_VERIFIED = 0x04
const HAS_CREDENTIAL = 0x40

/** The credential as `toJSON()` gives it, answering these options on a page of this origin. */
export function makePasskey({ challenge, rp }: Options, origin: string) {
  const id = CREDENTIAL_ID
  const { x, y } = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' })
  // COSE, in CBOR: { 1: EC2, 3: ES256, -1: P-256, -2: x, -3: y }.
  const key = Buffer.concat([
    Buffer.from('a5010203262001215820', 'hex'),
    Buffer.from(x ?? '', 'base64url'),
    Buffer.from('225820', 'hex'),
    Buffer.from(y ?? '', 'base64url'),
  ])
  const authenticatorData = Buffer.concat([
    createHash('sha256').update(rp.id).digest(),
    Buffer.from([IS_PRESENT | IS_VERIFIED | HAS_CREDENTIAL]),
    Buffer.alloc(4 + 16),
    Buffer.from([0, id.length]),
    id,
    key,
  ])
  const attestation = Buffer.concat([
    Buffer.from([0xa3]),
    cborText('fmt'),
    cborText('none'),
    cborText('attStmt'),
    Buffer.from([0xa0]),
    cborText('authData'),
    Buffer.from([0x58, authenticatorData.length]),
    authenticatorData,
  ])
  const clientData = { type: 'webauthn.create', challenge, origin, crossOrigin: false }
  return {
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response: {
      clientDataJSON: Buffer.from(JSON.stringify(clientData)).toString('base64url'),
      attestationObject: attestation.toString('base64url'),
      transports: ['internal'],
    },
  }
}

/** Shorter than 24 characters. */
function cborText(text: string): Buffer {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)])
}
