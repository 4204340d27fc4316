/**
 * Notices workflow tasks that never end. The SDK loses such a task without an error, for example if Node.js
 * cannot read a message from the thread of the workflows. Each one keeps a slot of the worker, and Temporal
 * delivers it again and again, until the worker has no slot left and takes no more workflow tasks.
 */

/** A workflow task ends within Temporal's own time limit of 10 s. */
const MAX_CHECKS = 12;
const CHECK_MS = 5_000;

/** The count of workflow tasks in progress, as the SDK's worker reports each change of it. */
interface TaskCount {
  subscribe(next: (count: number) => void): { unsubscribe(): void };
}

/**
 * Calls `stuck` with the number of tasks in progress if none of them has ended in a minute. Counts checks
 * instead of the clock, which jumps when a machine sleeps. Returns a function that ends the watch.
 */
export function watchTasks(tasks: TaskCount, stuck: (count: number) => void): () => void {
  let inProgress = 0;
  let checks = 0;
  const subscription = tasks.subscribe((count) => {
    if (count < inProgress) checks = 0;
    inProgress = count;
  });
  const timer = setInterval(() => {
    checks = inProgress === 0 ? 0 : checks + 1;
    if (checks <= MAX_CHECKS) return;
    stop();
    stuck(inProgress);
  }, CHECK_MS).unref();

  function stop(): void {
    clearInterval(timer);
    subscription.unsubscribe();
  }
  return stop;
}
