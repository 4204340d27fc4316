/**
 * `npm test` builds, and runs the checks of `npm run verify` and every test. `npm test -- test/api` builds,
 * and runs only the tests that the arguments select. `npm run test:quick` builds, and runs the type check,
 * the linter and most of the tests that start no servers. The last line is `N passed, N failed`.
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type Check, describeResult, runChecks } from '../verify/check.ts';
import { allChecks } from '../verify/checks.ts';
import { commandCheck } from '../verify/command.ts';
import { testArguments } from './arguments.ts';
import { bubblewrap } from './bubblewrap.ts';
import { otherDays } from './campaign-day.ts';
import { leftOutFiles } from './left-out.ts';
import { LAST_RUN, readSeconds, slowest } from './seconds.ts';
import { add, exitCode, lastLine, type Tally } from './tally.ts';
import { awsSandbox, deploymentEngine, kubernetes, temporalServer } from './tools.ts';
import { runVitest } from './vitest.ts';

const BUILD_TIMEOUT_MS = 5 * 60_000;
/** The whole campaign takes hours. */
const TEST_TIMEOUT_MS = (process.env['SLIPWAY_CAMPAIGN'] === 'full' ? 24 * 60 : 75) * 60_000;
const GRACE_MS = 2_000;
const SHOWN_FILES = 15;
const QUICK_CHECKS: ReadonlySet<string> = new Set(['lint and types']);
/** These start bundlers, test runs, git and programs in bulk, which takes a third of the time of the tests without servers. */
const NOT_QUICK: readonly string[] = [
  'test/architecture/bundle.test.ts',
  'test/architecture/runner.test.ts',
  'test/deployments/git/**',
  'test/setup/run-process.test.ts',
];

const root = process.cwd();
const secondsFile = path.join(root, LAST_RUN);
const quick = process.argv[2] === '--quick';
const args = testArguments(process.argv.slice(quick ? 3 : 2));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}

async function countChecks(checks: readonly Check[], atOnce = 2): Promise<Tally> {
  const results = await runChecks(checks, atOnce, (result) => console.log(describeResult(result)));
  const passed = results.filter((result) => result.ok).length;
  return { passed, failed: results.length - passed, skipped: 0 };
}

function excluding(files: readonly string[]): string[] {
  return files.flatMap((file) => ['--exclude', file]);
}

async function countTests(...selected: string[]): Promise<Tally> {
  const leftOut = leftOutFiles(process.env);
  for (const { file, why } of leftOut) console.log(`LEFT OUT: ${file}: ${why}`);
  return runVitest({
    root,
    args: [...selected, ...excluding(leftOut.map(({ file }) => file)), ...args],
    timeoutMs: TEST_TIMEOUT_MS,
    signal: interrupted.signal,
    graceMs: GRACE_MS,
    output: 'inherit',
    secondsFile,
    say: (line) => console.log(line),
  });
}

/** Runs the checks one after the other, and beside them the tests that start no servers: some of those only wait. */
async function countLight(): Promise<Tally> {
  const checks = allChecks(root).filter(({ name }) => !quick || QUICK_CHECKS.has(name));
  const [checked, tested] = await Promise.all([
    countChecks(checks, 1),
    countTests('--project', 'light', ...excluding(quick ? NOT_QUICK : [])),
  ]);
  return add(checked, tested);
}

async function countAll(): Promise<Tally> {
  // `npm test` has compiled everything without its types, which are a check of their own.
  const script = args.length > 0 ? 'build' : 'bundles';
  const build = commandCheck('build', ['npm', 'run', script], {
    cwd: root,
    timeoutMs: BUILD_TIMEOUT_MS,
  });
  const built = await countChecks([build]);
  // After a failed build, the tests would run against the previous build.
  if (built.failed > 0) return add(built, await countChecks(allChecks(root)));
  if (quick) return add(built, await countLight());
  const { signal } = interrupted;
  const tools = [
    temporalServer(signal),
    deploymentEngine(signal),
    awsSandbox(root, signal),
    bubblewrap(signal),
    kubernetes(signal),
  ];
  if (args.length > 0) {
    const ready = add(built, await countChecks(tools));
    return ready.failed > 0 || signal.aborted ? ready : add(ready, await countTests());
  }
  // On a new machine, preparing the tools takes minutes. Meanwhile, run the tests that need none of them.
  const [had, light] = await Promise.all([countChecks(tools), countLight()]);
  const tally = add(add(built, had), light);
  if (had.failed > 0 || signal.aborted) return tally;
  const leftOut = otherDays(Date.now());
  console.log(`left out today, because the campaign takes ten days: ${leftOut.join(', ')}`);
  return add(tally, await countTests('--project', 'stacks', ...excluding(leftOut)));
}

const started = performance.now();
await rm(secondsFile, { force: true });
const tally = await countAll().catch((error: unknown): Tally => {
  console.log(error);
  return { passed: 0, failed: 1, skipped: 0 };
});
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(`${minutes} minutes; the slowest test files:`);
for (const line of slowest(await readSeconds(secondsFile), SHOWN_FILES)) console.log(line);
console.log(lastLine(tally));
process.exitCode = interrupted.signal.aborted ? 130 : exitCode(tally, process.env['CI'] === 'true');
