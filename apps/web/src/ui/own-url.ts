/**
 * A link of the server as seen from this page. Links carry the server's public origin; behind another name (a LAN
 * address, a tunnel, a development server) the same path works on the page's own origin, where it is allowed to load.
 */
export function ownUrl(url: string): string {
  const parsed = URL.parse(url)
  if (parsed === null || !/^\/(media|uploads|pictures|zips)\//.test(parsed.pathname)) return url
  return parsed.pathname + parsed.search
}
