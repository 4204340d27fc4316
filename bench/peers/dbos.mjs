/** The jobs of the bench in DBOS Transact. BENCH_DATABASE is the URL of its database. */
import { appendFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { DBOS } from '@dbos-inc/dbos-sdk';
import { perSecond, serve } from './serve.mjs';

const tenSteps = DBOS.registerWorkflow(
  async () => {
    const steps = Array.from({ length: 10 }, (_item, step) =>
      DBOS.runStep(async () => {}, { name: `step-${step}` }),
    );
    await Promise.all(steps);
  },
  { name: 'tenSteps' },
);
const tenNaps = DBOS.registerWorkflow(
  async (log, ms) => {
    for (let step = 0; step < 10; step++) {
      await DBOS.runStep(
        async () => {
          await appendFile(log, `${step}\n`);
          await pause(ms);
        },
        { name: `nap-${step}` },
      );
    }
  },
  { name: 'tenNaps' },
);

DBOS.setConfig({
  name: 'slipway-bench',
  systemDatabaseUrl: process.env['BENCH_DATABASE'],
  logLevel: 'error',
});
// Resumes the workflows that ran when the previous process was killed.
await DBOS.launch();

serve({
  async steps(question) {
    return perSecond(question, async () => {
      const handle = await DBOS.startWorkflow(tenSteps)();
      await handle.getResult();
    });
  },
  async begin({ id, log, ms }) {
    await DBOS.startWorkflow(tenNaps, { workflowID: id })(log, ms);
  },
  async end({ id }) {
    // The default interval is a second, which would add to the measured time.
    await DBOS.retrieveWorkflow(id).getResult({ pollingIntervalMs: 20 });
  },
});
