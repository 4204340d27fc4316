/** Python programs from PyPI, each in a virtual environment of its own under the cache. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { executableOnPath, isExecutable } from '../../launcher/temporal/probe.ts';
import { run } from '../../launcher/temporal/run.ts';

const OLDEST = '3.11';
const TIMEOUT_MS = 5 * 60_000;
/** Written last: an environment without it was not finished. */
const FINISHED = 'finished';

export interface PythonPlaces {
  root: string;
  /** Value of PATH. */
  searchPath: string;
  cacheDir: string;
  report: (message: string) => void;
  signal: AbortSignal;
}

export interface PythonProgram {
  /** What the environment is called in the cache. */
  name: string;
  /** The program that it is for, and what of Slipway needs it, in words. */
  program: string;
  neededBy: string;
  /** Every package with its version and hashes; relative to the root. */
  requirements: string;
}

/**
 * The folder of an environment's programs, made where it is missing. It is named after the
 * requirements, so other versions get one of their own.
 *
 * @throws StartupError that says what is missing
 */
export async function pythonProgram(program: PythonProgram, places: PythonPlaces): Promise<string> {
  const { root, searchPath, cacheDir, report, signal } = places;
  const requirements = path.join(root, program.requirements);
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const folder = path.join(cacheDir, `${program.name}-${hash}`);
  const programs = path.join(folder, 'bin');
  if (isExecutable(path.join(programs, program.program)) && isFinished(folder)) return programs;

  const needs = `${program.neededBy} needs Python ${OLDEST} or newer`;
  const python = executableOnPath('python3', searchPath);
  if (python === undefined) {
    throw new StartupError(
      `${needs}, and there is no python3 on PATH. Install it with its venv module`,
    );
  }
  const step = async (executable: string, args: readonly string[], what: string) => {
    const failure = await run(executable, args, {
      env: process.env,
      timeoutMs: TIMEOUT_MS,
      signal,
      onSignOfLife: (time) => report(`still ${what} (${time})`),
    });
    if (failure !== undefined) {
      throw new StartupError(`${what} failed: ${failure}. ${needs} with its venv module, and PyPI`);
    }
  };
  report(`installing ${program.program} from PyPI; this takes a minute the first time`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await step(python, ['-m', 'venv', folder], 'making a virtual environment');
  const pip = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--requirement'];
  await step(
    path.join(programs, 'python'),
    [...pip, requirements],
    `installing ${program.program}`,
  );
  writeFileSync(path.join(folder, FINISHED), '');
  return programs;
}

function isFinished(folder: string): boolean {
  try {
    readFileSync(path.join(folder, FINISHED));
    return true;
  } catch {
    return false;
  }
}
