/** Python's packages for the conformance run, in a virtual environment of their own. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { StartupError } from '../../config/process.ts';
import { executableOnPath, isExecutable } from '../temporal/probe.ts';
import { run } from '../temporal/run.ts';

/** Every package with its version and hashes. */
const REQUIREMENTS = 'tools/conformance/requirements.txt';
const OLDEST = '3.11';
const TIMEOUT_MS = 5 * 60_000;
/** Written last: an environment without it was not finished. */
const FINISHED = 'finished';

export interface PythonOptions {
  root: string;
  /** Value of PATH. */
  searchPath: string;
  cacheDir: string;
  report: (message: string) => void;
  signal: AbortSignal;
}

/**
 * The folder of an environment's programs, made where it is missing. It is named after the
 * requirements, so other versions get one of their own.
 *
 * @throws StartupError that says what is missing
 */
export async function pythonEnvironment(options: PythonOptions): Promise<string> {
  const { root, searchPath, cacheDir, report, signal } = options;
  const requirements = path.join(root, REQUIREMENTS);
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 16);
  const folder = path.join(cacheDir, `conformance-${hash}`);
  const programs = path.join(folder, 'bin');
  if (isExecutable(path.join(programs, 'schemathesis')) && isFinished(folder)) return programs;

  const python = executableOnPath('python3', searchPath);
  if (python === undefined) {
    throw new StartupError(
      `The conformance run needs Python ${OLDEST} or newer, and there is no python3 on PATH. Install it with its venv module`,
    );
  }
  const step = async (program: string, args: readonly string[], what: string) => {
    const failure = await run(program, args, {
      env: process.env,
      timeoutMs: TIMEOUT_MS,
      signal,
      onSignOfLife: (time) => report(`still ${what} (${time})`),
    });
    if (failure !== undefined) {
      throw new StartupError(
        `${what} failed: ${failure}. The conformance run needs Python ${OLDEST} or newer with its venv module, and PyPI`,
      );
    }
  };
  report('installing schemathesis from PyPI; this takes a minute the first time');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await step(python, ['-m', 'venv', folder], 'making a virtual environment');
  const pip = ['-m', 'pip', 'install', '--quiet', '--require-hashes', '--requirement'];
  await step(path.join(programs, 'python'), [...pip, requirements], 'installing schemathesis');
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
