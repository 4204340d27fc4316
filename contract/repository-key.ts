/** Tells whether two URLs lead to the same repository. */

/** `git@host:path`, the short form of ssh. */
const SCP_LIKE = /^(?:[^@/\s]+@)?([^:/\s]+):(?!\/)(.+)$/;

/**
 * Returns the same text for every URL of a repository: its host and path in lower case, without the scheme, the user
 * and `.git`. The port of ssh is left out, because it differs from that of https. A repository on the same machine has
 * no host. Returns undefined for text that is no URL of a repository.
 */
export function repositoryKey(url: string): string | undefined {
  if (!url.includes('://')) {
    const [, host, path] = SCP_LIKE.exec(url) ?? [];
    return host === undefined || path === undefined ? undefined : keyOf(host, path);
  }
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, host, pathname } = new URL(url);
  if (host === '' && protocol !== 'file:') return undefined;
  return keyOf(protocol === 'ssh:' ? hostname : host, pathname);
}

function keyOf(host: string, path: string): string | undefined {
  const name = path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
  return name === '' ? undefined : `${host}/${name}`.toLowerCase();
}
