/** Keeps so many pieces of work going, each followed by the next; resolves to how many got done a second. */
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
  // What was begun counts, and so does the time until it is done.
  return done / ((performance.now() - began) / 1000);
}
