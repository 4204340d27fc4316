/** A worker whose activities never hear of a cancel: each goes on to its own end. */
import { asyncLocalStorage, Context } from '@temporalio/activity';
import { setTimeout as sleep } from 'node:timers/promises';
import { runBentWorker } from './wrapped-worker.mjs';

runBentWorker((activity) => (...args) => {
  const deaf = Object.create(Context.current(), {
    cancellationSignal: { value: new AbortController().signal },
    sleep: { value: (ms) => sleep(ms) },
  });
  return asyncLocalStorage.run(deaf, () => activity(...args));
});
