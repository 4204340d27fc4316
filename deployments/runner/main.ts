/**
 * Runs one engine: `node main.js`, with a job as the first line of standard input. Any further line, and
 * the end of standard input, make it stop the engine.
 *
 * The runner is a process of its own, so that the death of a worker does not kill an engine in the middle
 * of a change. When the worker dies, standard input closes. The runner then stops the engine gracefully, and
 * the engine writes its results to the state, which this process serves.
 */
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { directoryBlobStore } from '../storage/blob-store.ts';
import { runnerJobSchema } from './protocol.ts';
import { runJob } from './runner.ts';

// Engines compute for minutes. The worker, which serves all organizations, goes first. They inherit this.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const stop = new AbortController();
// Ignore write errors: if the worker is dead, no process reads these streams.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
let isStarted = false;
lines.on('line', (line) => {
  if (isStarted) {
    stop.abort();
    return;
  }
  isStarted = true;
  void runJob(runnerJobSchema.parse(JSON.parse(line)), {
    signal: stop.signal,
    write: (text) => process.stdout.write(text),
    openBlobs: directoryBlobStore,
  }).then((exit) => {
    process.stdout.write(`${JSON.stringify({ runner: exit })}\n`, () => process.exit(0));
  });
});
lines.on('close', () => stop.abort());
