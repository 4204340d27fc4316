/** A worker whose activities never see a cancellation: each one runs to its own end. */
import { asyncLocalStorage, Context } from '@temporalio/activity';
import { setTimeout as sleep } from 'node:timers/promises';
import { runWrappedWorker } from './wrapped-worker.mjs';

runWrappedWorker((activity) => (...args) => {
  const uncancellable = Object.create(Context.current(), {
    cancellationSignal: { value: new AbortController().signal },
    sleep: { value: (ms) => sleep(ms) },
  });
  return asyncLocalStorage.run(uncancellable, () => activity(...args));
});
