/**
 * `npm run test:mutants`: breaks a copy of the sources in ways that the tests must notice, one at a
 * time, and runs the tests that should. Ends with 1 when a mutant survives, or a test fails without one.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../verify/command.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const TIMEOUT_MS = 5 * 60_000;
const root = process.cwd();
const LEFT_OUT: ReadonlySet<string> = new Set(['node_modules', 'dist', '.git', '.slipway']);

/** The sources in a folder of their own, with the packages of this one. */
function copySources(): string {
  const copy = mkdtempSync(path.join(tmpdir(), 'slipway-mutant-'));
  const kept = (source: string) => !LEFT_OUT.has(path.relative(root, source));
  cpSync(root, copy, { recursive: true, filter: kept });
  symlinkSync(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

function mutate(copy: string, { name, patches }: Mutant): void {
  for (const { file, find, replace } of patches) {
    const place = path.join(copy, file);
    const text = readFileSync(place, 'utf8');
    if (text.split(find).length !== 2) {
      throw new Error(`mutant "${name}": ${file} must have this once, and has not:\n${find}`);
    }
    writeFileSync(
      place,
      text.replace(find, () => replace),
    );
  }
}

function build(copy: string): void {
  const built = spawnSync('npm', ['run', 'build', '--silent'], { cwd: copy, encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the build failed:\n${built.stdout}${built.stderr}`);
}

/** Whether the mutant's tests pass in this copy. */
async function passes(copy: string, { file, tests }: Mutant): Promise<boolean> {
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const { ok, output } = await runCommand(
    [process.execPath, vitest, 'run', '--root', copy, file, '--testNamePattern', tests],
    { cwd: copy, timeoutMs: TIMEOUT_MS },
  );
  if (!/\d+ (passed|failed)/.test(output)) throw new Error(`no test of ${file} ran:\n${output}`);
  return ok;
}

async function inCopy(mutant: Mutant | undefined, subject: Mutant): Promise<boolean> {
  const copy = copySources();
  try {
    if (mutant !== undefined) mutate(copy, mutant);
    build(copy);
    return await passes(copy, subject);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const asked = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
let passed = 0;
let failed = 0;
for (const mutant of chosen) {
  const began = Date.now();
  const sound = await inCopy(undefined, mutant);
  const survived = sound && (await inCopy(mutant, mutant));
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  const verdict = sound ? (survived ? 'SURVIVED' : 'killed') : 'UNSOUND: fails without it';
  console.log(
    `${verdict.padEnd(10)} ${mutant.name} (${mutant.file}: ${mutant.tests}) ${seconds} s`,
  );
  if (sound && !survived) passed += 1;
  else failed += 1;
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
