/** Runs Temporal's dev server on a file in the data directory, or readies the server that is given. */
import { openDataDirectory } from '../../config/data-directory.ts';
import { portProblem } from '../../config/listen.ts';
import { runProcess, StartupError, type ProcessContext } from '../../config/process.ts';
import { findTemporal } from './find.ts';
import { tryPort } from './free-port.ts';
import { prepareNamespace } from './namespace.ts';
import { endStaleServer, startServer, type TemporalServer } from './server.ts';

const HOST = '127.0.0.1';
const SERVER_START_MS = 60_000;
const GIVEN_SERVER_MS = 5_000;

runProcess('temporal', async (context) => {
  const { settings, logger, signal } = context;
  const report = (message: string) => logger.info(message);
  if (!settings.ownsTemporal) {
    await prepareNamespace(settings, { timeoutMs: GIVEN_SERVER_MS, signal, report });
    return {
      ready: `Temporal at ${settings.TEMPORAL_ADDRESS} is ready, namespace ${settings.TEMPORAL_NAMESPACE}`,
      stop: async () => {},
    };
  }
  const dataDirectory = openDataDirectory(settings.SLIPWAY_DATA_DIR);
  const stale = await endStaleServer(dataDirectory);
  if (stale !== undefined) logger.info(`ended the server ${stale} that a killed run left behind`);
  const ports = {
    port: await freePort('TEMPORAL_PORT', settings.TEMPORAL_PORT),
    uiPort: await freePort('TEMPORAL_UI_PORT', settings.TEMPORAL_UI_PORT),
  };
  const server = await startOwnServer(context, dataDirectory, ports);
  let stopping = false;
  void server.ended.then((why) => {
    if (!stopping) context.fail(new Error(`Temporal's server ${why}`));
  });
  const stop = async () => {
    stopping = true;
    await server.stop();
  };
  const address = `${HOST}:${ports.port}`;
  try {
    await Promise.race([
      prepareNamespace(
        { ...settings, TEMPORAL_ADDRESS: address },
        { timeoutMs: SERVER_START_MS, signal, report },
      ),
      server.ended.then((why) => {
        throw new StartupError(`Temporal's server ${why}`);
      }),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    ready: `Temporal is ready at ${address}, Web UI at http://${HOST}:${ports.uiPort}`,
    stop,
  };
});

async function startOwnServer(
  context: ProcessContext,
  dataDirectory: string,
  ports: { port: number; uiPort: number },
): Promise<TemporalServer> {
  const { settings, logger, signal } = context;
  const binary = await findTemporal({
    searchPath: process.env['PATH'] ?? '',
    cacheDir: settings.SLIPWAY_CACHE_DIR,
    report: (message) => logger.info(message),
    signal,
  });
  logger.info(`starting ${binary} on the data in ${dataDirectory}`);
  const server = startServer({
    binary,
    dataDirectory,
    namespace: settings.TEMPORAL_NAMESPACE,
    host: HOST,
    ...ports,
    onLog: (line) => logger.debug(line),
  });
  process.on('exit', () => server.kill());
  return server;
}

async function freePort(setting: string, port: number): Promise<number> {
  const state = await tryPort(HOST, port);
  if (!state.free) throw new StartupError(portProblem(port, setting, state.code));
  return state.port;
}
