/** Runs Temporal's dev server, or prepares the server at TEMPORAL_ADDRESS. */
import { openDataDirectory } from '../../config/data-directory.ts';
import { listen, portProblem } from '../../config/listen.ts';
import { runProcess, StartupError, type ProcessContext } from '../../config/process.ts';
import { findTemporal } from './find.ts';
import { tryPort } from '../../host/free-port.ts';
import { prepareNamespace } from './namespace.ts';
import { databaseFile, endStaleServer, startServer, type TemporalServer } from './server.ts';
import { serverFault, summarizeEnding } from './server-fault.ts';
import { createWebUi, hiddenAddress } from './web-ui.ts';

const HOST = '127.0.0.1';
const SERVER_START_MS = 60_000;
const EXTERNAL_SERVER_MS = 5_000;
/**
 * How often to start the server. It chooses free ports itself, and another process may take one of them
 * first.
 */
const START_ATTEMPTS = 3;

runProcess('temporal', async (context) => {
  const { settings, logger, signal } = context;
  const report = (message: string) => logger.info(message);
  if (!settings.ownsTemporal) {
    await prepareNamespace(settings, { timeoutMs: EXTERNAL_SERVER_MS, signal, report });
    return {
      ready: `Temporal at ${settings.TEMPORAL_ADDRESS} is ready, namespace ${settings.TEMPORAL_NAMESPACE}`,
      stop: async () => {},
    };
  }
  const dataDirectory = openDataDirectory(settings.SLIPWAY_DATA_DIR);
  const stale = await endStaleServer(dataDirectory);
  if (stale !== undefined) logger.info(`ended the server ${stale} of a killed run`);
  const webUi = createWebUi();
  const ui = await listen(webUi.listener, {
    host: HOST,
    port: settings.TEMPORAL_UI_PORT,
    setting: 'TEMPORAL_UI_PORT',
  });
  const { server, port, uiUrl } = await startWithRetries(context, dataDirectory);
  webUi.openAt(uiUrl);
  let stopping = false;
  void server.ended.then((why) => {
    if (!stopping) context.fail(new Error(`Temporal's server ${why}`));
  });
  return {
    ready: `Temporal is ready at ${HOST}:${port}, Web UI at ${ui.url}`,
    stop: async () => {
      stopping = true;
      await server.stop();
      await ui.close();
    },
  };
});

interface Started {
  server: TemporalServer;
  port: number;
  /** Where Temporal's own server for the Web UI listens. */
  uiUrl: string;
}

async function startWithRetries(context: ProcessContext, dataDirectory: string): Promise<Started> {
  const { settings, logger, signal } = context;
  const report = (message: string) => logger.info(message);
  const searchPath = process.env['PATH'] ?? '';
  const { SLIPWAY_CACHE_DIR: cacheDir, SLIPWAY_TEMPORAL_RELEASES: source } = settings;
  const binary = await findTemporal({ searchPath, cacheDir, source, report, signal });
  for (let attempt = 1; ; attempt += 1) {
    report(`starting ${binary} on the data in ${dataDirectory}`);
    const port = await freePort(HOST, settings.TEMPORAL_PORT);
    const uiHost = hiddenAddress(process.platform, Math.random);
    const uiPort = await freePort(uiHost, 0);
    const server = startServer({
      binary,
      dataDirectory,
      namespace: settings.TEMPORAL_NAMESPACE,
      host: HOST,
      port,
      uiHost,
      uiPort,
      onLog: (line) => logger.debug(line),
    });
    process.on('exit', () => server.kill());
    const failure = await untilReady(context, server, port);
    if (failure === undefined) return { server, port, uiUrl: `http://${uiHost}:${uiPort}` };
    const fault = serverFault(failure, databaseFile(dataDirectory));
    if (fault !== undefined) throw new StartupError(fault);
    const ending = `Temporal's server ${summarizeEnding(failure)}`;
    if (attempt === START_ATTEMPTS) {
      throw new StartupError(`${ending}. To see its log, start with LOG_LEVEL=debug`);
    }
    logger.warn(`${ending}; trying again`);
  }
}

/**
 * Waits until the server is ready.
 *
 * @returns undefined, or why the server ended before it was ready
 */
async function untilReady(
  { settings, logger, signal }: ProcessContext,
  server: TemporalServer,
  port: number,
): Promise<string | undefined> {
  const gaveUp = new AbortController();
  try {
    return await Promise.race([
      prepareNamespace(
        { ...settings, TEMPORAL_ADDRESS: `${HOST}:${port}` },
        {
          timeoutMs: SERVER_START_MS,
          signal: AbortSignal.any([signal, gaveUp.signal]),
          report: (message) => logger.info(message),
        },
      ).then(() => undefined),
      server.ended,
    ]);
  } catch (error) {
    await server.stop();
    throw error;
  } finally {
    gaveUp.abort();
  }
}

async function freePort(host: string, port: number): Promise<number> {
  const state = await tryPort(host, port);
  if (!state.free) throw new StartupError(portProblem(port, 'TEMPORAL_PORT', state.code));
  return state.port;
}
