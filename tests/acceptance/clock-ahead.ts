// Loaded before the server (node --import) to make it live later: RUSHES_TEST_HOURS_AHEAD hours from now. The real clock
// goes on underneath; only what it is set to changes.
const aheadMs = Number(process.env['RUSHES_TEST_HOURS_AHEAD'] ?? '0') * 3_600_000
const RealDate = globalThis.Date

// Every way to ask for now: Date.now() and new Date(); everything else is the ordinary Date.
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: [], newTarget) =>
    args.length === 0
      ? new target(RealDate.now() + aheadMs)
      : (Reflect.construct(target, args, newTarget) as object),
  get: (target, key) =>
    key === 'now' ? () => RealDate.now() + aheadMs : (Reflect.get(target, key) as unknown),
})
