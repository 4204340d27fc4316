/** Where the engines are: OpenTofu and Terraform speak the same language for all that is used here. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EngineName } from '../../contract/vocabulary.ts';

/** The release that is built where none is installed. */
export const ENGINE_VERSION = '1.12.6';
/** By whose names providers of the mirror are asked for: each engine has a registry of its own. */
export const MIRROR_HOSTS = ['registry.opentofu.org', 'registry.terraform.io'] as const;

const PROBE_TIMEOUT_MS = 15_000;
/** The first with every flag that is used: `-json` of plan and apply, and saved plans that show. */
const MINIMUM: Record<EngineName, readonly [number, number]> = {
  opentofu: [1, 6],
  terraform: [1, 5],
};
const PROGRAMS: Record<EngineName, string> = { opentofu: 'tofu', terraform: 'terraform' };

export interface EnginePlaces {
  /** A path that was set; then nothing else is looked at. Empty: none was. */
  given: string;
  /** Value of PATH. */
  searchPath: string;
  cacheDir: string;
  /** The release that it must be; without one, any that is new enough. */
  version?: string;
}

export interface Engine {
  name: EngineName;
  path: string;
  version: string;
}

export function cachedEngine(cacheDir: string, version = ENGINE_VERSION): string {
  return path.join(cacheDir, `tofu-${version}`, 'tofu');
}

/** Providers as files, so that a machine without their registry has some. */
export function providerMirror(cacheDir: string): string {
  return path.join(cacheDir, 'tofu-providers');
}

/** The first that answers: the given one, on PATH, in the cache. Else why each does not do. */
export async function findEngine(
  name: EngineName,
  { given, searchPath, cacheDir, version }: EnginePlaces,
): Promise<Engine | { reasons: string[] }> {
  const program = PROGRAMS[name];
  const onPath = searchPath
    .split(path.delimiter)
    .filter((directory) => directory !== '')
    .map((directory) => path.join(directory, program))
    .filter(isExecutable);
  const cached = name === 'opentofu' ? [cachedEngine(cacheDir, version)].filter(isExecutable) : [];
  const candidates = given === '' ? [...onPath, ...cached] : [path.resolve(given)];
  const reasons: string[] = [];
  for (const candidate of candidates) {
    const probed = await probe(name, candidate);
    const fault = 'fault' in probed ? probed.fault : otherThan(version, probed.version);
    if (fault === undefined && 'version' in probed) {
      return { name, path: candidate, version: probed.version };
    }
    reasons.push(`${candidate} ${fault}`);
  }
  if (candidates.length === 0) reasons.push(`there is no \`${program}\` on PATH or in the cache`);
  return { reasons };
}

function otherThan(wanted: string | undefined, found: string): string | undefined {
  return wanted === undefined || wanted === found ? undefined : `is ${found}, not ${wanted}`;
}

async function probe(
  name: EngineName,
  binary: string,
): Promise<{ version: string } | { fault: string }> {
  let output: string;
  try {
    const result = await promisify(execFile)(binary, ['version', '-json'], {
      timeout: PROBE_TIMEOUT_MS,
      env: { CHECKPOINT_DISABLE: '1' },
    });
    output = result.stdout;
  } catch (error) {
    const why = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { fault: `does not answer (${why})` };
  }
  const [, version, major, minor] =
    /"terraform_version":\s*"((\d+)\.(\d+)[^"]*)"/.exec(output) ?? [];
  if (version === undefined) return { fault: `is no ${name}` };
  const [leastMajor, leastMinor] = MINIMUM[name];
  const isOld =
    Number(major) < leastMajor || (Number(major) === leastMajor && Number(minor) < leastMinor);
  return isOld ? { fault: `is ${version}, older than ${MINIMUM[name].join('.')}` } : { version };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
