/**
 * A worker that stands still before the activities whose names are in the file HOLD_FILE, one a line,
 * for as long as they are there, and says in HOLD_FILE.reached which one it has come to.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Context } from '@temporalio/activity';
import { runBentWorker } from './wrapped-worker.mjs';

const LOOK_MS = 20;

async function isHeld(name) {
  const text = await readFile(process.env['HOLD_FILE'], 'utf8').catch(() => '');
  return text.split('\n').includes(name);
}

runBentWorker((activity, name) => async (...args) => {
  if (await isHeld(name)) await writeFile(`${process.env['HOLD_FILE']}.reached`, name);
  while (await isHeld(name)) {
    Context.current().heartbeat();
    await sleep(LOOK_MS);
  }
  return activity(...args);
});
