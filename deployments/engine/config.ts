/** The engine's configuration file: which providers a module may use, where they come from, and tokens of registries. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MIRROR_HOSTS } from './engine.ts';

/** The allowed providers, for example `hashicorp/random` or `registry.example.com/acme/dns`; `*` allows every provider. */
export type AllowedProviders = readonly string[];

export interface ProviderSources {
  /** The directory of the providers that Slipway has prepared, which need not exist. */
  mirror: string;
  /** A directory with providers of the operator. */
  mirrorDirectory?: string | undefined;
  /** The URL of a mirror, which takes the place of all registries. */
  mirrorUrl?: string | undefined;
}

/**
 * Returns the text of the configuration file. An allowed provider comes from the first of these that has it: the
 * operator's directory, Slipway's own, and then the mirror or, without one, its registry. Other providers have no
 * source, so `init` fails for a module that uses one, before any of its code runs.
 *
 * @param tokens of registries, by host
 */
export async function engineConfig(
  { mirror, mirrorDirectory, mirrorUrl }: ProviderSources,
  allowed: AllowedProviders,
  tokens: readonly [string, string][] = [],
): Promise<string> {
  const wanted = new Set(allowed.filter((name) => name !== '*').flatMap(addressesOf));
  const isAllowed = (address: string) => allowed.includes('*') || wanted.has(address);
  const inDirectory = mirrorDirectory === undefined ? [] : await providersIn(mirrorDirectory);
  const own = inDirectory.filter(isAllowed);
  const prepared = (await providersIn(mirror))
    // The same providers under the name of each host.
    .flatMap((address) => addressesOf(address.slice(address.indexOf('/') + 1)))
    .filter((address) => isAllowed(address) && !own.includes(address));
  const local = [...new Set([...own, ...prepared])];
  const remote = [...wanted].filter((address) => !local.includes(address));
  const limit = allowed.includes('*') ? listed('exclude', local) : listed('include', remote);
  // A method with an empty list would apply to every provider.
  const methods = [
    ...(own.length > 0
      ? [method('filesystem_mirror', [assigned('path', mirrorDirectory), listed('include', own)])]
      : []),
    ...(prepared.length > 0
      ? [
          method('filesystem_mirror', [
            assigned('path', mirror),
            listed('include', [...new Set(prepared)]),
          ]),
        ]
      : []),
    ...(allowed.includes('*') || remote.length > 0
      ? [
          mirrorUrl === undefined
            ? method('direct', [limit])
            : method('network_mirror', [assigned('url', mirrorUrl), limit]),
        ]
      : []),
  ];
  const credentials = tokens.map(
    ([host, token]) => `credentials ${JSON.stringify(host)} {\n${assigned('token', token)}}\n`,
  );
  return `disable_checkpoint = true\nprovider_installation {\n${methods.join('')}}\n${credentials.join('')}`;
}

function method(name: string, lines: readonly string[]): string {
  return `  ${name} {\n${lines.join('')}  }\n`;
}

function assigned(name: string, value = ''): string {
  return `    ${name} = ${JSON.stringify(value)}\n`;
}

function listed(name: string, addresses: readonly string[]): string {
  return `    ${name} = [${addresses.map((address) => JSON.stringify(address)).join(', ')}]\n`;
}

/** A provider without a host is that of either engine's registry. */
function addressesOf(name: string): string[] {
  return name.split('/').length > 2 ? [name] : MIRROR_HOSTS.map((host) => `${host}/${name}`);
}

/** `host/namespace/type` of each provider in a mirror's directory. */
async function providersIn(mirror: string): Promise<string[]> {
  const found: string[] = [];
  for (const host of await names(mirror)) {
    for (const namespace of await names(path.join(mirror, host))) {
      for (const type of await names(path.join(mirror, host, namespace))) {
        found.push(`${host}/${namespace}/${type}`);
      }
    }
  }
  return found.toSorted();
}

async function names(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
