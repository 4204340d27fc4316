/**
 * A setup file of every test file that starts stacks: a part that died without being killed fails the test, a
 * request to AWS that its API model refuses fails it, a failed test prints the output of the parts, and all parts and sandboxes stop after the last test. Several
 * files run in one process one after another, so that these hooks cannot be installed where a stack is started.
 */
import { afterAll, afterEach } from 'vitest';
import { openSandboxes } from '../aws/stack.ts';
import { openStacks, type Stack } from './stack.ts';

/** How many characters of each part's last output are printed when a test fails. */
const PRINTED_OUTPUT = 8_000;

afterEach(async (context) => {
  for (const stack of openStacks()) {
    if (context.task.result?.state === 'fail') print(stack);
    stack.check();
  }
  for (const sandbox of openSandboxes) {
    await sandbox.faults({});
    await sandbox.expectNoneRefused();
  }
});

afterAll(async () => {
  // Stacks that share another stack's Temporal were started later, so they stop first.
  for (const stack of openStacks().toReversed()) await stack.stop();
  for (const sandbox of openSandboxes.splice(0)) await sandbox.stop();
});

function print(stack: Stack): void {
  for (const { name, output } of stack.parts()) {
    process.stderr.write(`--- ${name} ---\n${output().slice(-PRINTED_OUTPUT)}\n`);
  }
}
