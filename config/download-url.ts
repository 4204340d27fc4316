/** Which URLs Slipway may download programs from. */

export const DOWNLOAD_URL_RULE =
  'must be an https:// URL without a user or password (http:// only on this machine)';

/**
 * True for https, and for http to this machine, where no other machine can change the answer. Tests and
 * local mirrors use that.
 *
 * @param from the URL that redirected to this one. A redirect must not leave https
 */
export function isDownloadUrl(url: string, from?: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, username, password } = new URL(url);
  if (username !== '' || password !== '') return false;
  if (protocol === 'https:') return true;
  const staysOnMachine = from === undefined || new URL(from).protocol === 'http:';
  return protocol === 'http:' && LOOPBACK.has(hostname) && staysOnMachine;
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The URL without what may be a secret: user, password, query and fragment. */
export function shownUrl(url: string): string {
  if (!URL.canParse(url)) return 'the URL';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
