/**
 * `npm test`: builds, runs the checks of `npm run verify`, then every test. `npm test -- test/api` builds
 * and runs only what the arguments select. The last line is `N passed, N failed`.
 */
import { type Check, describeResult, runChecks } from '../verify/check.ts';
import { allChecks } from '../verify/checks.ts';
import { commandCheck } from '../verify/command.ts';
import { testArguments } from './arguments.ts';
import { add, exitCode, lastLine, type Tally } from './tally.ts';
import { awsSandbox, deploymentEngine, temporalServer } from './tools.ts';
import { runVitest } from './vitest.ts';

const BUILD_TIMEOUT_MS = 5 * 60_000;
const TEST_TIMEOUT_MS = 75 * 60_000;
const GRACE_MS = 2_000;

const root = process.cwd();
const args = testArguments(process.argv.slice(2));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}

async function countChecks(checks: readonly Check[]): Promise<Tally> {
  const results = await runChecks(checks, 2, (result) => console.log(describeResult(result)));
  const passed = results.filter((result) => result.ok).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

async function countAll(): Promise<Tally> {
  const build = commandCheck('build', ['npm', 'run', 'build'], {
    cwd: root,
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  let tally = await countChecks([build]);
  const { signal } = interrupted;
  const tools = [temporalServer(signal), deploymentEngine(signal), awsSandbox(root, signal)];
  tally = add(tally, await countChecks(tools));
  // Tests of a build that failed would tell of the build before it.
  const ready = tally.failed === 0;
  if (args.length === 0) tally = add(tally, await countChecks(allChecks(root)));
  if (!ready || interrupted.signal.aborted) return tally;
  const tests = await runVitest({
    root,
    args,
    timeoutMs: TEST_TIMEOUT_MS,
    signal: interrupted.signal,
    graceMs: GRACE_MS,
    output: 'inherit',
    say: (line) => console.log(line),
  });
  return add(tally, tests);
}

const tally = await countAll().catch((error: unknown): Tally => {
  console.log(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
console.log(lastLine(tally));
process.exitCode = interrupted.signal.aborted ? 130 : exitCode(tally, process.env['CI'] === 'true');
