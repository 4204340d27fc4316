/**
 * Runs the engines of one operation, one after the other: `node main.js`, with a request on each line of standard
 * input. The line `interrupt`, and the end of standard input, make it stop the engine.
 *
 * The runner is a process of its own, so that the death of a worker does not kill an engine in the middle
 * of a change. When the worker dies, standard input closes. The runner then stops the engine gracefully, and
 * the engine writes its results to the state, which this process serves.
 */
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { directoryBlobStore } from '../../storage/blob-store.ts';
import { formatExit, INTERRUPT, runnerRequestSchema, type RunnerRequest } from './protocol.ts';
import { runJob } from './runner.ts';

// Engines compute for minutes. The worker, which serves all organizations, goes first. They inherit this.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

// Ignore write errors: if the worker is dead, no process reads these streams.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

/** Stops the engine that runs now. */
let stop: AbortController | undefined;
let isClosed = false;

async function answer(request: RunnerRequest, { signal }: AbortController): Promise<void> {
  const exit = await runJob(request.job, {
    signal,
    write: (text) => process.stdout.write(text),
    openBlobs: directoryBlobStore,
  });
  stop = undefined;
  process.stdout.write(`${formatExit(request, exit)}\n`, () => {
    if (isClosed) process.exit(0);
  });
}

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity });
lines.on('line', (line) => {
  // An interrupt can arrive when its engine has ended already.
  if (line === INTERRUPT) {
    stop?.abort();
    return;
  }
  stop = new AbortController();
  void answer(runnerRequestSchema.parse(JSON.parse(line)), stop);
});
lines.on('close', () => {
  isClosed = true;
  if (stop === undefined) process.exit(0);
  stop.abort();
});
