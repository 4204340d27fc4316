/** The engine's configuration file: which providers a module may use, and where they come from. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MIRROR_HOSTS } from './engine.ts';

/** The allowed providers, for example `hashicorp/random`; `*` allows every provider. */
export type AllowedProviders = readonly string[];

/**
 * Returns the text of the configuration file. Allowed providers come from the mirror, or else from their
 * registry. Other providers have no source, so `init` fails for a module that uses one, before any of its
 * code runs.
 *
 * @param mirror the mirror's directory, which need not exist
 */
export async function engineConfig(mirror: string, allowed: AllowedProviders): Promise<string> {
  const mirrored = await mirroredProviders(mirror);
  const isAllowed = (name: string) => allowed.includes('*') || allowed.includes(name);
  const fromMirror = mirrored.filter(isAllowed);
  const fromRegistry = allowed.filter((name) => name !== '*' && !mirrored.includes(name));
  const onEveryHost = (providers: readonly string[]) =>
    providers
      .flatMap((name) => MIRROR_HOSTS.map((host) => JSON.stringify(`${host}/${name}`)))
      .join(', ');
  // A method with an empty list would apply to every provider.
  const methods = [
    ...(fromMirror.length > 0
      ? [
          `filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n    include = [${onEveryHost(fromMirror)}]\n  }`,
        ]
      : []),
    ...(allowed.includes('*') ? [`direct {\n    exclude = [${onEveryHost(fromMirror)}]\n  }`] : []),
    ...(!allowed.includes('*') && fromRegistry.length > 0
      ? [`direct {\n    include = [${onEveryHost(fromRegistry)}]\n  }`]
      : []),
  ];
  const body = methods.map((method) => `  ${method}\n`).join('');
  return `disable_checkpoint = true\nprovider_installation {\n${body}}\n`;
}

/** `namespace/type` of each provider in the mirror. */
async function mirroredProviders(mirror: string): Promise<string[]> {
  const found = new Set<string>();
  for (const host of MIRROR_HOSTS) {
    for (const namespace of await names(path.join(mirror, host))) {
      for (const type of await names(path.join(mirror, host, namespace))) {
        found.add(`${namespace}/${type}`);
      }
    }
  }
  return [...found].toSorted();
}

async function names(directory: string): Promise<string[]> {
  return readdir(directory).catch(() => []);
}
