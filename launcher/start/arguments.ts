import { parseArgs } from 'node:util';
import { PROVIDERS } from '../../contract/vocabulary.ts';

export const USAGE = `Usage: npm start [-- options]

Runs Slipway on this machine: Temporal, the simulated cloud, the worker and the API, until Ctrl-C.
The state is kept in SLIPWAY_DATA_DIR (.slipway); the next start continues from it.

Options:
  --provider aws   also run the AWS sandbox, and use it for requests that name no provider
  --fresh          delete the state of earlier runs first
  --help           show this

Settings are environment variables, for example: PORT=3001 SIMULATOR_SPEED=10 npm start
  PORT, HOST, TEMPORAL_PORT, TEMPORAL_UI_PORT, SIMULATOR_PORT   where the processes listen
  SLIPWAY_PROVIDERS     aws: use a real account, with the credentials that AWS's SDK finds (docs/aws.md)
  TEMPORAL_ADDRESS      use this Temporal server (host:port) instead of starting one
  SIMULATOR_SPEED       10 is ten times as fast as 1, the default, which creates a cluster in about 40 s
  SLIPWAY_DATA_DIR      the directory of the state
  LOG_LEVEL             debug shows more
`;

export type Command =
  | { kind: 'run'; fresh: boolean; awsSandbox: boolean }
  | { kind: 'help' }
  | { kind: 'unusable'; message: string };

/** Parses the arguments after `npm start --`. */
export function parseCommand(args: readonly string[]): Command {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        fresh: { type: 'boolean', default: false },
        provider: { type: 'string', default: 'simulated' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return { kind: 'help' };
    const { fresh, provider } = values;
    if (!PROVIDERS.some((name) => name === provider)) {
      return { kind: 'unusable', message: `--provider must be one of ${PROVIDERS.join(', ')}` };
    }
    return { kind: 'run', fresh, awsSandbox: provider === 'aws' };
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split('. ');
    return { kind: 'unusable', message };
  }
}
