import { randomBytes } from 'node:crypto';
import { openDataDirectory } from '../../config/data-directory.ts';
import { guarded } from '../../config/browser-guard.ts';
import { listen } from '../../config/listen.ts';
import { runProcess } from '../../config/process.ts';
import { readCatalogue } from './cloud/catalogue.ts';
import { lockDirectory } from './store/directory-lock.ts';
import { createSimulator } from './simulator.ts';
import { findKubernetes } from './kubernetes/find.ts';

runProcess('simulator', async ({ settings, logger }) => {
  const dataDir = openDataDirectory(settings.SLIPWAY_DATA_DIR);
  const lock = await lockDirectory(dataDir);
  const kubernetes = findKubernetes(settings);
  const simulator = createSimulator({
    dataDir,
    kubernetes,
    speed: settings.SIMULATOR_SPEED,
    clock: Date.now,
    random: randomBytes,
    catalogue: readCatalogue(),
    logger,
  });
  const listening = await listen(guarded(simulator.app), {
    host: '127.0.0.1',
    port: settings.SIMULATOR_PORT,
    setting: 'SIMULATOR_PORT',
  });
  return {
    ready: `simulator on ${listening.url}`,
    async stop() {
      const closed = listening.close();
      await simulator.close();
      await closed;
      await lock.release();
    },
  };
});
