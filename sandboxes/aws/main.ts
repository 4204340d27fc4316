import { guarded } from '../../config/browser-guard.ts';
import { listen } from '../../config/listen.ts';
import { runProcess } from '../../config/process.ts';
import { startMoto } from './moto/moto.ts';
import { motoEnvironment } from './moto/python.ts';
import { createSandbox } from './sandbox.ts';

runProcess('aws-sandbox', async ({ settings, logger, signal, fail }) => {
  const programs = await motoEnvironment({
    root: process.cwd(),
    searchPath: process.env['PATH'] ?? '',
    cacheDir: settings.SLIPWAY_CACHE_DIR,
    report: (message) => logger.info(message),
    signal,
  });
  const moto = await startMoto(programs, signal);
  moto.ended.catch(fail);
  const sandbox = createSandbox({
    motoPort: moto.port,
    folder: programs,
    speed: settings.SIMULATOR_SPEED,
    now: Date.now,
    random: Math.random,
    today: Date.now,
  });
  const listening = await listen(guarded(sandbox), {
    host: '127.0.0.1',
    port: settings.AWS_SANDBOX_PORT,
    setting: 'AWS_SANDBOX_PORT',
  });
  return {
    ready: `AWS sandbox on ${listening.url}`,
    async stop() {
      await listening.close();
      await moto.stop();
    },
  };
});
