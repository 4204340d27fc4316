/**
 * Calls `work` again and again, `inFlight` calls at a time. Resolves to the number of finished calls
 * per second.
 */
export async function perSecond(options: {
  inFlight: number;
  seconds: number;
  work: () => Promise<unknown>;
}): Promise<number> {
  const { inFlight, seconds, work } = options;
  const began = performance.now();
  const until = began + seconds * 1000;
  let done = 0;
  const lanes = Array.from({ length: inFlight }, async () => {
    while (performance.now() < until) {
      await work();
      done += 1;
    }
  });
  await Promise.all(lanes);
  // Calls that end after `until` count, and so does the time that they take.
  return done / ((performance.now() - began) / 1000);
}
