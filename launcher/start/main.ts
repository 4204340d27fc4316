/** `npm start` runs all processes in one terminal. */
import { fileURLToPath } from 'node:url';
import { EXIT_CANNOT_START, runProcess } from '../../config/process.ts';
import type { Settings } from '../../config/settings.ts';
import { parseCommand, USAGE } from './arguments.ts';
import type { ChildDefinition } from './child.ts';
import { createSupervisor, RESTART_POLICY } from './supervisor.ts';
import { runPreflight, type WantedPort } from './preflight.ts';
import { awsSandboxEnvironment } from './aws-sandbox.ts';
import { createTerminal } from './terminal.ts';
import { welcome } from './welcome.ts';

const SELF = 'slipway';
/** The deadline for Temporal to be ready. It is long enough to build Temporal first. */
const TEMPORAL_READY_MS = 50 * 60_000;
const READY_MS = 60_000;
/** The deadline for the AWS sandbox to be ready. It is long enough to install moto first. */
const AWS_SANDBOX_READY_MS = 6 * 60_000;
const LOOPBACK = '127.0.0.1';

const command = parseCommand(process.argv.slice(2));
if (command.kind === 'help') {
  process.stdout.write(USAGE);
} else if (command.kind === 'unusable') {
  process.stderr.write(`${command.message}\n\n${USAGE}`);
  process.exitCode = EXIT_CANNOT_START;
} else {
  run(command);
}

function run({ fresh, awsSandbox }: { fresh: boolean; awsSandbox: boolean }): void {
  const children = childDefinitions(awsSandbox);
  // Ignore write errors, because the processes must still be stopped in reverse order after the terminal
  // was closed.
  process.stdout.on('error', () => {});
  const terminal = createTerminal(process.stdout, [SELF, ...children.map(({ name }) => name)]);
  runProcess(
    SELF,
    async ({ settings, logger, signal, fail }) => {
      // The supervisor's messages are always shown; LOG_LEVEL is for the processes.
      if (!logger.isLevelEnabled('info')) logger.level = 'info';
      const report = (message: string) => logger.info(message);
      const preflight = await runPreflight({
        dataDirectory: settings.SLIPWAY_DATA_DIR,
        fresh,
        ports: wantedPorts(settings, awsSandbox),
        report,
        signal,
      });
      const supervisor = createSupervisor({
        children,
        env: {
          ...childEnvironment(preflight.ports),
          ...(awsSandbox && awsSandboxEnvironment(preflight.ports, settings)),
        },
        policy: RESTART_POLICY,
        report,
        onLine: (name, line) => terminal.log(name, line),
        onGiveUp: fail,
      });
      // Without this, a Ctrl-C would wait for the start, which can take minutes.
      signal.addEventListener('abort', () => void supervisor.stop(), { once: true });
      const stop = async () => {
        await supervisor.stop();
        preflight.release();
      };
      try {
        await supervisor.start();
      } catch (error) {
        await stop();
        throw error;
      }
      process.stdout.write(welcome(settings, preflight.ports));
      return {
        ready: 'Ctrl-C stops everything; the next start continues from the saved state',
        stop,
      };
    },
    {
      destination: { write: (line) => terminal.log(SELF, line) },
      stopTimeoutMs: (children.length + 1) * RESTART_POLICY.stopTimeoutMs,
    },
  );
}

function childDefinitions(awsSandbox: boolean): ChildDefinition[] {
  const main = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
  return [
    {
      name: 'temporal',
      title: 'Temporal',
      purpose: 'stores every operation and shows it in its Web UI',
      main: main('../temporal/main.js'),
      readyTimeoutMs: TEMPORAL_READY_MS,
    },
    {
      name: 'simulator',
      title: 'the simulator',
      purpose: 'the cloud of the provider simulated',
      main: main('../../sandboxes/simulated/main.js'),
      readyTimeoutMs: READY_MS,
    },
    ...(awsSandbox
      ? [
          {
            name: 'aws-sandbox',
            title: 'the AWS sandbox',
            purpose: 'a replacement for AWS that forgets everything when it stops',
            main: main('../../sandboxes/aws/main.js'),
            readyTimeoutMs: AWS_SANDBOX_READY_MS,
          },
        ]
      : []),
    {
      name: 'worker',
      title: 'the worker',
      purpose: 'runs the operations',
      main: main('../../worker/main.bundle.mjs'),
      readyTimeoutMs: READY_MS,
    },
    {
      name: 'api',
      title: 'the API',
      purpose: 'serves requests over HTTP',
      main: main('../../api/main.bundle.mjs'),
      readyTimeoutMs: READY_MS,
    },
  ];
}

function wantedPorts(settings: Settings, awsSandbox: boolean): WantedPort[] {
  const { AWS_SANDBOX_PORT, HOST, PORT, SIMULATOR_PORT, TEMPORAL_PORT, TEMPORAL_UI_PORT } =
    settings;
  return [
    { setting: 'PORT', host: HOST, port: PORT },
    { setting: 'SIMULATOR_PORT', host: LOOPBACK, port: SIMULATOR_PORT },
    ...(awsSandbox
      ? [{ setting: 'AWS_SANDBOX_PORT', host: LOOPBACK, port: AWS_SANDBOX_PORT }]
      : []),
    ...(settings.ownsTemporal
      ? [
          { setting: 'TEMPORAL_PORT', host: LOOPBACK, port: TEMPORAL_PORT },
          { setting: 'TEMPORAL_UI_PORT', host: LOOPBACK, port: TEMPORAL_UI_PORT },
        ]
      : []),
  ];
}

/** The children read their own settings. A port 0 is replaced by the chosen port, so that all use the same one. */
function childEnvironment(ports: Record<string, number>): NodeJS.ProcessEnv {
  const chosen = Object.entries(ports).map(([setting, port]) => [setting, String(port)] as const);
  return { ...process.env, ...Object.fromEntries(chosen) };
}
