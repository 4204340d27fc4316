/**
 * `npm run test:mutants` breaks a copy of the sources in one way at a time, and runs the tests that must
 * notice it. Arguments select mutants by name. Exits with 1 if a mutant survives, or if a test fails
 * without a mutant.
 */
import { rmSync } from 'node:fs';
import { buildCopy, checkPatches, copySources, mutate } from './copy.ts';
import { failedTests } from './failed-tests.ts';
import { MUTANTS, type Mutant } from './mutants.ts';

const root = process.cwd();
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => interrupted.abort());
}

/** Calls `work` with a copy of the sources that is patched and built. Deletes the copy afterwards. */
async function inCopy<T>(patches: Mutant['patches'], work: (copy: string) => Promise<T>) {
  const copy = copySources(root);
  try {
    mutate(copy, patches);
    await buildCopy(copy);
    return await work(copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

const failuresIn = (copy: string, mutant: Mutant) => failedTests(copy, mutant, interrupted.signal);

/** Runs the tests on the mutant and prints a row with the result. Returns true if a test failed. */
async function judge(mutant: Mutant): Promise<boolean> {
  const began = Date.now();
  const killers = await inCopy(mutant.patches, (copy) => failuresIn(copy, mutant));
  const seconds = ((Date.now() - began) / 1000).toFixed(0).padStart(4);
  const by = killers.length === 0 ? 'SURVIVED' : `killed by "${killers.join('", "')}"`;
  console.log(`${mutant.name.padEnd(38)} ${seconds} s  ${by}`);
  return killers.length > 0;
}

const asked = process.argv.slice(2);
const chosen = MUTANTS.filter(({ name }) => asked.length === 0 || asked.includes(name));
if (chosen.length < asked.length)
  throw new Error(`not all of these are names of mutants: ${asked.join(', ')}`);
for (const { patches } of chosen) checkPatches(root, patches);

// A test that fails without a mutant proves nothing.
const unsound = await inCopy([], async (copy) => {
  const failed: string[] = [];
  for (const mutant of chosen) failed.push(...(await failuresIn(copy, mutant)));
  return failed;
});
for (const name of unsound) console.log(`fails without a mutant: ${name}`);

let killed = 0;
if (unsound.length === 0) for (const mutant of chosen) if (await judge(mutant)) killed += 1;
console.log(`${killed} passed, ${chosen.length - killed} failed`);
process.exitCode = killed === chosen.length ? 0 : 1;
