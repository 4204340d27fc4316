/**
 * `npm run conformance` tests Slipway against its own OpenAPI document. spectral checks the document.
 * schemathesis sends requests that the document allows and requests that it forbids, and follows its
 * links. Exits with 1 if one of them finds a fault, and with 2 if it could not run.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { EXIT_CANNOT_START, StartupError } from '../../config/process.ts';
import { readSettings } from '../../config/settings.ts';
import { pythonEnvironment } from './python.ts';
import { startSlipway } from '../slipway/start.ts';

const TIMEOUT_MS = 15 * 60_000;

const root = process.cwd();
const FOLDER = path.join(root, 'tools/conformance');
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}

/** Runs a program on this terminal, in the directory `cwd`. Returns true for exit code 0. */
async function passes(program: string, args: readonly string[], cwd: string): Promise<boolean> {
  const child = spawn(program, args, {
    cwd,
    env: {
      ...process.env,
      SCHEMATHESIS_HOOKS: path.join(FOLDER, 'hooks.py'),
      PYTHONDONTWRITEBYTECODE: '1',
    },
    stdio: ['ignore', 'inherit', 'inherit'],
    signal: AbortSignal.any([interrupted.signal, AbortSignal.timeout(TIMEOUT_MS)]),
  });
  await once(child, 'exit');
  return child.exitCode === 0;
}

async function conforms(): Promise<boolean> {
  const programs = await pythonEnvironment({
    root,
    searchPath: process.env['PATH'] ?? '',
    cacheDir: readSettings(process.env).SLIPWAY_CACHE_DIR,
    report: (message) => console.log(message),
    signal: interrupted.signal,
  });
  console.log('starting Slipway');
  const slipway = await startSlipway({
    root,
    env: { SIMULATOR_SPEED: '200', SLIPWAY_DEADLINE_FACTOR: '0.1' },
    signal: interrupted.signal,
  });
  try {
    const document = `${slipway.url}/openapi.json`;
    const ruleset = path.join(FOLDER, 'spectral.json');
    const linted = await passes(
      path.join(root, 'node_modules/.bin/spectral'),
      ['lint', '--ruleset', ruleset, '--fail-severity=hint', document],
      slipway.dataDirectory,
    );
    const config = path.join(FOLDER, 'schemathesis.toml');
    const held = await passes(
      path.join(programs, 'schemathesis'),
      ['--config-file', config, 'run', document, ...process.argv.slice(2)],
      slipway.dataDirectory,
    );
    if (!held) console.log(slipway.output());
    return linted && held;
  } finally {
    await slipway.stop();
  }
}

try {
  process.exitCode = (await conforms()) ? 0 : 1;
} catch (error) {
  if (!(error instanceof StartupError)) throw error;
  console.error(error.message);
  process.exitCode = EXIT_CANNOT_START;
}
