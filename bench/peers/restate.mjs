/**
 * The jobs of the bench in Restate. The argument is the port of this service; BENCH_INGRESS is the URL
 * of the server.
 */
import { appendFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import * as restate from '@restatedev/restate-sdk';
import * as clients from '@restatedev/restate-sdk-clients';
import { perSecond, serve } from './serve.mjs';

const steps = restate.service({
  name: 'Steps',
  handlers: {
    async ten(context) {
      const all = Array.from({ length: 10 }, (_item, step) =>
        context.run(`step-${step}`, () => {}),
      );
      await restate.RestatePromise.all(all);
    },
  },
});
const naps = restate.workflow({
  name: 'Naps',
  handlers: {
    async run(context, { log, ms }) {
      for (let step = 0; step < 10; step++) {
        await context.run(`nap-${step}`, async () => {
          await appendFile(log, `${step}\n`);
          await pause(ms);
        });
      }
    },
  },
});

const [port] = process.argv.slice(2);
await restate.serve({ services: [steps, naps], port: Number(port) });
const ingress = clients.connect({ url: process.env['BENCH_INGRESS'] });

serve({
  async steps(question) {
    return perSecond(question, () => ingress.serviceClient(steps).ten());
  },
  async begin({ id, log, ms }) {
    await ingress.workflowClient(naps, id).workflowSubmit({ log, ms });
  },
  async end({ id }) {
    await ingress.workflowClient(naps, id).workflowAttach();
  },
});
