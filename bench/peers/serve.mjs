/**
 * Answers requests of the bench over IPC: `{ask, kind, ...}` → `{answer, value}`, or `{answer, error}`.
 */

// Restate's SDK uses this function, which Node.js 20 does not have.
Promise.withResolvers ??= () => {
  const parts = {};
  parts.promise = new Promise((resolve, reject) => {
    Object.assign(parts, { resolve, reject });
  });
  return parts;
};

/** @param {Record<string, (question: any) => Promise<unknown>>} kinds */
export function serve(kinds) {
  process.on('message', (message) => void answer(kinds, message));
  process.on('disconnect', () => process.exit(0));
  process.on('SIGTERM', () => process.exit(0));
  process.send?.({ ready: 'ready' });
}

async function answer(kinds, { ask, kind, ...question }) {
  try {
    process.send?.({ answer: ask, value: await kinds[kind](question) });
  } catch (error) {
    process.send?.({ answer: ask, error: String(error) });
  }
}

/** Runs jobs, `inFlight` at a time. Resolves to the number of finished jobs per second. */
export async function perSecond({ inFlight, seconds }, job) {
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  const lanes = Array.from({ length: inFlight }, async () => {
    while (performance.now() < until) {
      await job();
      done += 1;
    }
  });
  await Promise.all(lanes);
  return done / ((performance.now() - began) / 1000);
}
