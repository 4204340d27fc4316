/** The engine's own configuration file: which providers a module may use, and where they come from. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { MIRROR_HOSTS } from './engine.ts';

/** For example `hashicorp/random`; `*` allows every provider. */
export type AllowedProviders = readonly string[];

/**
 * Those in the mirror come from there, other allowed ones from their registry. Of any other provider the
 * engine knows no place at all, so a module that names one fails before anything of it was run.
 */
export async function engineConfig(mirror: string, allowed: AllowedProviders): Promise<string> {
  const there = await mirrored(mirror);
  const isAllowed = (name: string) => allowed.includes('*') || allowed.includes(name);
  const fromMirror = there.filter(isAllowed);
  const fromRegistry = allowed.filter((name) => name !== '*' && !there.includes(name));
  const onEveryHost = (providers: readonly string[]) =>
    providers
      .flatMap((name) => MIRROR_HOSTS.map((host) => JSON.stringify(`${host}/${name}`)))
      .join(', ');
  // An empty list would mean every provider.
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
async function mirrored(mirror: string): Promise<string[]> {
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
