import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { canFindLeftovers, endLeftovers, kill, RUN_MARKER } from './leftovers.ts';
import { SECONDS_FILE, TALLY_FILE } from './reporter.ts';
import { add, type Tally } from './tally.ts';

export interface VitestRun {
  root: string;
  /** Arguments for vitest, for example `['test/api']`. */
  args: readonly string[];
  timeoutMs: number;
  /** Ends the run early. */
  signal: AbortSignal;
  /** The time after the last test in which processes may end on their own, ms. */
  graceMs: number;
  /** `inherit` shows the output of vitest on this terminal. */
  output: 'inherit' | 'ignore';
  /** The run adds the seconds of each test file to this file. */
  secondsFile?: string;
  /** Called with every failure outside of the tests. */
  say: (line: string) => void;
}

const HERE = path.dirname(fileURLToPath(import.meta.url));
const REPORTER = path.join(HERE, `reporter${path.extname(fileURLToPath(import.meta.url))}`);

/** Runs vitest once in its own process group, and kills all processes that it leaves running. */
export async function runVitest(run: VitestRun): Promise<Tally> {
  const marker = randomUUID();
  const folder = await mkdtemp(path.join(tmpdir(), 'slipway-test-'));
  try {
    const file = path.join(folder, 'tally.json');
    const ended = await untilEnd(run, {
      [RUN_MARKER]: marker,
      [TALLY_FILE]: file,
      ...(run.secondsFile !== undefined && { [SECONDS_FILE]: run.secondsFile }),
    });
    const counted = await countTests(file, ended);
    for (const fault of counted.faults) run.say(fault);
    return add(counted.tally, await countLeftovers(run, marker));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The exit code of vitest, or why it was killed. */
type End = { code: number } | { why: string };

async function untilEnd(run: VitestRun, env: Record<string, string>): Promise<End> {
  const program = path.join(run.root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(
    process.execPath,
    [program, 'run', '--reporter=default', `--reporter=${REPORTER}`, ...run.args],
    {
      cwd: run.root,
      env: { ...process.env, ...env },
      stdio: ['ignore', run.output, run.output],
      detached: true,
    },
  );
  const timeout = AbortSignal.timeout(run.timeoutMs);
  const stop = AbortSignal.any([timeout, run.signal]);
  const killGroup = (): void => {
    if (child.pid !== undefined) kill(-child.pid);
  };
  stop.addEventListener('abort', killGroup);
  const code = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (exit) => resolve(exit ?? 1));
  });
  stop.removeEventListener('abort', killGroup);
  if (timeout.aborted) return { why: `took more than ${run.timeoutMs / 60_000} minutes` };
  if (run.signal.aborted) return { why: 'was interrupted' };
  return { code };
}

const tallySchema = z.object({ passed: z.int(), failed: z.int(), skipped: z.int() });

async function countTests(file: string, end: End): Promise<{ tally: Tally; faults: string[] }> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const tally =
    text === undefined ? { passed: 0, failed: 0, skipped: 0 } : tallySchema.parse(JSON.parse(text));
  const fault = faultOf(tally, end);
  if (fault === undefined) return { tally, faults: [] };
  return { tally: { ...tally, failed: tally.failed + 1 }, faults: [fault] };
}

function faultOf(tally: Tally, end: End): string | undefined {
  if ('why' in end) return `the test run ${end.why} and was ended`;
  if (tally.failed > 0) return undefined;
  if (end.code !== 0) return `no test failed, yet vitest ended with exit code ${end.code}`;
  return tally.passed === 0 ? 'no test ran' : undefined;
}

async function countLeftovers(run: VitestRun, marker: string): Promise<Tally> {
  if (!canFindLeftovers) {
    run.say(`SKIPPED: cannot look for processes left running on ${process.platform}`);
    return { passed: 0, failed: 0, skipped: 1 };
  }
  const left = await endLeftovers(marker, run.graceMs);
  for (const { pid, command } of left) run.say(`left running: ${pid} ${command}`);
  return { passed: 0, failed: left.length, skipped: 0 };
}
