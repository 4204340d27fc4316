/** Installs Python programs from PyPI, each into its own virtual environment in the cache directory. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../config/process.ts';
import { executableOnPath, isExecutable } from './executable.ts';
import { run } from './run.ts';

const MIN_PYTHON = '3.11';
const TIMEOUT_MS = 5 * 60_000;
/** The installation writes this file last. Without it, the installation was interrupted. */
const FINISHED = 'finished';

export interface PythonOptions {
  root: string;
  /** The value of PATH. */
  searchPath: string;
  cacheDir: string;
  report: (message: string) => void;
  signal: AbortSignal;
}

export interface PythonProgram {
  /** The name of the environment's directory in the cache. */
  name: string;
  /** The executable, for example `moto_server`. */
  program: string;
  /** The part of Slipway that needs the program, as the subject of an error message. */
  neededBy: string;
  /** A requirements file with the version and hashes of every package; relative to the root. */
  requirements: string;
}

/**
 * Installs the program unless it is installed already. The directory's name contains a hash of the
 * requirements, so that changed versions get a new environment.
 *
 * @returns the directory with the environment's executables
 * @throws StartupError that says what is missing on this machine
 */
export async function installPythonProgram(
  program: PythonProgram,
  options: PythonOptions,
): Promise<string> {
  const { root, searchPath, cacheDir, report, signal } = options;
  const requirements = path.join(root, program.requirements);
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const folder = path.join(cacheDir, `${program.name}-${hash}`);
  const programs = path.join(folder, 'bin');
  if (isExecutable(path.join(programs, program.program)) && isFinished(folder)) return programs;

  const needs = `${program.neededBy} needs Python ${MIN_PYTHON} or newer`;
  const python = executableOnPath('python3', searchPath);
  if (python === undefined) {
    throw new StartupError(
      `${needs}, but python3 is not on PATH. Install it together with its venv module`,
    );
  }
  const step = async (executable: string, args: readonly string[], what: string) => {
    const failure = await run(executable, args, {
      env: process.env,
      timeoutMs: TIMEOUT_MS,
      signal,
      onProgress: (time) => report(`still ${what} (${time})`),
    });
    if (failure !== undefined) {
      throw new StartupError(
        `${what} failed: ${failure}. ${needs} with its venv module, and access to PyPI`,
      );
    }
  };
  report(`installing ${program.program} from PyPI; this takes a minute the first time`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await step(python, ['-m', 'venv', folder], 'creating a virtual environment');
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
