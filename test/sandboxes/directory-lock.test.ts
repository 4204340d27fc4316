import { fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { StartupError } from '../../config/process.ts';
import { lockDirectory } from '../../sandboxes/simulated/store/directory-lock.ts';
import { temporaryDirectory } from './running-simulator.ts';

test('only one simulator at a time can use a directory', async () => {
  const directory = temporaryDirectory();
  const other = await lockDirectory(temporaryDirectory());
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toThrow(StartupError);
  await lock.release();
  await (await lockDirectory(directory)).release();
  await other.release();
});

test('the lock of a killed process can be taken', async () => {
  const directory = temporaryDirectory();
  const lock = await lockDirectory(directory);
  const { socket } = lock;
  await lock.release();

  // A process that is killed holds the same socket and never releases it.
  const script = path.join(temporaryDirectory(), 'holder.mjs');
  const code = `import { createServer } from 'node:net';
    createServer().listen(${JSON.stringify(socket)}, () => process.send('held'));`;
  writeFileSync(script, code);
  const holder = fork(script);
  await once(holder, 'message');
  await expect(lockDirectory(directory)).rejects.toThrow(StartupError);
  const gone = once(holder, 'exit');
  holder.kill('SIGKILL');
  await gone;
  await (await lockDirectory(directory)).release();
});
