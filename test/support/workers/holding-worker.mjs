/**
 * A worker that pauses before each activity that the file HOLD_FILE names, one name a line, until the
 * name is removed. It writes the name of the activity that it has reached to HOLD_FILE.reached.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { runWrappedWorker } from './wrapped-worker.mjs';

const POLL_MS = 20;

async function isHeld(name) {
  const text = await readFile(process.env['HOLD_FILE'], 'utf8').catch(() => '');
  return text.split('\n').includes(name);
}

runWrappedWorker((activity, name) => async (...args) => {
  if (await isHeld(name)) await writeFile(`${process.env['HOLD_FILE']}.reached`, name);
  while (await isHeld(name)) {
    Context.current().heartbeat();
    await sleep(POLL_MS);
  }
  return activity(...args);
});
