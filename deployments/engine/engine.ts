/** Finds the engines. Slipway uses only features that OpenTofu and Terraform share. */
import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EngineName } from '../../contract/vocabulary.ts';
import { fileVersion, installationFault, programAt } from '../../host/installed-program.ts';

/** The release of OpenTofu that `npm run engine` builds if none is installed. */
export const ENGINE_VERSION = '1.12.6';
/** The registries of the two engines. The mirror has each provider under both. */
export const MIRROR_HOSTS = ['registry.opentofu.org', 'registry.terraform.io'] as const;

const PROBE_TIMEOUT_MS = 15_000;
/**
 * The first release of each engine with all features that Slipway uses: `-json` of plan and apply, and
 * `show` of saved plans.
 */
const MINIMUM: Record<EngineName, readonly [number, number]> = {
  opentofu: [1, 6],
  terraform: [1, 5],
};
const PROGRAMS: Record<EngineName, string> = { opentofu: 'tofu', terraform: 'terraform' };

export interface EnginePlaces {
  /** The path from the settings, which disables the search; empty if not set. */
  given: string;
  /** The value of PATH. */
  searchPath: string;
  cacheDir: string;
  /** The required release. Without it, any supported release is found. */
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

/** The directory with providers as files, for machines that cannot reach a registry. */
export function providerMirror(cacheDir: string): string {
  return path.join(cacheDir, 'tofu-providers');
}

/**
 * Returns the first usable engine: the given one, or else one on PATH, or else one in the cache. Without a
 * usable engine, returns the reasons why each candidate was rejected. A program in the cache is verified
 * before it runs.
 */
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
    const changed = cached.includes(candidate)
      ? await installationFault(programAt(candidate))
      : undefined;
    if (changed !== undefined) {
      reasons.push(`${candidate} ${changed}; \`npm run engine\` replaces it`);
      continue;
    }
    const probed = await (cached.includes(candidate) ? probeOnce : probe)(name, candidate);
    const fault = 'fault' in probed ? probed.fault : wrongVersion(version, probed.version);
    if (fault === undefined && 'version' in probed) {
      return { name, path: candidate, version: probed.version };
    }
    reasons.push(`${candidate} ${fault}`);
  }
  if (candidates.length === 0) reasons.push(`\`${program}\` is neither on PATH nor in the cache`);
  return { reasons };
}

function wrongVersion(wanted: string | undefined, found: string): string | undefined {
  return wanted === undefined || wanted === found ? undefined : `is ${found}, not ${wanted}`;
}

type Probed = { version: string } | { fault: string };
const known = new Map<string, { file: string; probed: Probed }>();

/**
 * Probes a program again only if its file has changed. This is not true of programs on PATH, which can be
 * scripts that choose another program each time.
 */
async function probeOnce(name: EngineName, binary: string): Promise<Probed> {
  const file = await fileVersion(binary);
  const before = known.get(binary);
  if (before?.file === file) return before.probed;
  const probed = await probe(name, binary);
  if ('version' in probed) known.set(binary, { file, probed });
  return probed;
}

async function probe(name: EngineName, binary: string): Promise<Probed> {
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
  const [, version] = /"terraform_version":\s*"(\d+\.\d+[^"]*)"/.exec(output) ?? [];
  if (version === undefined) return { fault: `is not ${name}` };
  return isAtLeast(version, MINIMUM[name])
    ? { version }
    : { fault: `is ${version}, older than ${MINIMUM[name].join('.')}` };
}

/** True if a version, for example `1.12.6`, belongs to this release or a later one. */
export function isAtLeast(
  version: string,
  [minMajor, minMinor]: readonly [major: number, minor: number],
): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  return major > minMajor || (major === minMajor && minor >= minMinor);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
