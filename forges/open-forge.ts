/** Opens a forge by its name and host. */
import type { ForgeName } from '../contract/temporal/repository-events.ts';
import type { Forge } from './forge.ts';
import { createGithub, GITHUB_HEADERS } from './github.ts';
import { createGitlab } from './gitlab.ts';
import { createForgeHttp } from './http.ts';

export interface ForgeAccess {
  forge: ForgeName;
  host: string;
  /** The name of the repository at the forge. */
  repository: string;
  token: string;
  signal: AbortSignal;
}

/** @param apiUrls the URLs of APIs that are elsewhere than usual, by the host of their forge */
export function createForges(options: {
  apiUrls: ReadonlyMap<string, string>;
  now(): number;
}): (access: ForgeAccess) => Forge {
  const { apiUrls, now } = options;
  return ({ forge, host, repository, token, signal }) => {
    const apiUrl = apiUrls.get(host) ?? usualApiUrl(forge, host);
    const http = (headers: Readonly<Record<string, string>>) =>
      createForgeHttp({ apiUrl, token, headers, signal, now });
    switch (forge) {
      case 'github':
        return createGithub(http(GITHUB_HEADERS), repository);
      case 'gitlab':
        return createGitlab(http({}), repository);
    }
  };
}

/** Returns the URL of the API of a forge. It is always https. */
export function usualApiUrl(forge: ForgeName, host: string): string {
  if (forge === 'gitlab') return `https://${host}/api/v4`;
  if (host === 'github.com') return 'https://api.github.com';
  // GitHub's cloud with data residency has a name for the API, and an own server has a path.
  return host.endsWith('.ghe.com') ? `https://api.${host}` : `https://${host}/api/v3`;
}
