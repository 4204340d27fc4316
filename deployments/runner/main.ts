/**
 * The runner of one engine: `node main.js`, with a job as the first line of standard input.
 *
 * It is a process of its own so that the death of a worker does not tear down an engine in the middle of
 * a resource: when the worker is gone, its end of standard input closes, the engine is asked to stop in
 * order, and what it has done by then is written into the state, which this process serves.
 */
import { createInterface } from 'node:readline';
import { runJob } from './runner.ts';
import { runnerJobSchema } from './protocol.ts';

const asked = new AbortController();
// The worker may be gone, and with it whoever reads.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
let begun = false;
lines.on('line', (line) => {
  if (begun) {
    asked.abort();
    return;
  }
  begun = true;
  void runJob(runnerJobSchema.parse(JSON.parse(line)), {
    signal: asked.signal,
    write: (text) => process.stdout.write(text),
  }).then((exit) => {
    process.stdout.write(`${JSON.stringify({ runner: exit })}\n`, () => process.exit(0));
  });
});
lines.on('close', () => asked.abort());
