/**
 * `npm run pictures` makes the pictures of the command line for the documentation. It runs commands in a
 * terminal, and needs a running Slipway (`npm start`) at SLIPWAY_SERVER.
 */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { screenToSvg } from './svg.ts';
import { openTerminal, type OpenTerminal } from './terminal.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const CLI = path.join(ROOT, 'dist', 'cli', 'bundle', 'main.mjs');
const COLUMNS = 82;
const LOOK_MS = 50;
const DEADLINE_MS = 5 * 60_000;

const UNLUCKY = JSON.stringify({
  name: 'unlucky',
  simulation: {
    faults: [
      { type: 'node_group', when: 'ready', kind: 'error', code: 'InsufficientInstanceCapacity' },
    ],
  },
});

const creating = open(`slipway clusters create demo`, `node ${CLI} clusters create demo`);
await until(creating, /(1[89]|2[0-4]) of 28/);
await save('cli-running', creating, 'slipway clusters create, in the middle of its work');
await creating.ended;

const failing = open(
  `slipway clusters create -f unlucky.yaml`,
  `printf '%s' '${UNLUCKY}' | node ${CLI} clusters create -f -`,
);
await failing.ended;
await save('cli-failed', failing, 'slipway clusters create that failed: what was undone, and why');

await remove('clusters', 'demo');

const deploy = 'deployments create web --dir examples/06-deployment --confirm manual';
const deploying = open(`slipway ${deploy}`, `cd ${ROOT} && node ${CLI} ${deploy}`);
await until(deploying, /Apply this plan/);
await save('cli-plan', deploying, 'The plan of a deployment, and a question');
deploying.type('yes\r');
await deploying.ended;
await remove('deployments', 'web');

/** Deletes a resource that a picture needed. */
function remove(collection: string, name: string): Promise<number> {
  const command = [process.execPath, CLI, collection, 'delete', name, '--yes'] as const;
  return openTerminal({ command, env: process.env }).ended;
}

/**
 * Runs a shell command in a terminal.
 *
 * @param shown the command that the picture shows instead
 */
function open(shown: string, runs: string): OpenTerminal {
  const script = `printf '\\033[32m$\\033[0m %s\\n' '${shown}'; exec sh -c "$RUNS"`;
  const env = { ...process.env, RUNS: runs, CI: '' };
  return openTerminal({ command: ['sh', '-c', script], env, columns: COLUMNS, rows: 30 });
}

async function until(terminal: OpenTerminal, pattern: RegExp): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS;
  while (!terminal.lines().some((line) => pattern.test(line))) {
    if (Date.now() > deadline) throw new Error(`never saw ${pattern}`);
    await pause(LOOK_MS);
  }
}

async function save(name: string, terminal: OpenTerminal, title: string): Promise<void> {
  const file = path.join(ROOT, 'docs', 'images', `${name}.svg`);
  await writeFile(file, screenToSvg(terminal.buffer, COLUMNS, title));
  process.stdout.write(`wrote ${file}\n`);
}
