/**
 * `npm run aws:smoke -- --region REGION` takes a small cluster through its life in a real account, and prints a
 * report. Exits with 1 if a step failed, and with 2 if it could not begin.
 */
import { randomBytes } from 'node:crypto';
import { createInterface } from 'node:readline/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createSlipway } from '../../client/client.ts';
import { EXIT_CANNOT_START, StartupError } from '../../config/process.ts';
import { startSlipway } from '../slipway/start.ts';
import { createAccount } from './account.ts';
import { parseCommand, USAGE, type SmokeArguments } from './arguments.ts';
import { describeCost } from './estimate.ts';
import { formatReport } from './report.ts';
import { runSmoke } from './smoke.ts';
import { chooseVersions } from './versions.ts';

const EXIT_INTERRUPTED = 130;
const write = (line: string) => console.log(line);

const command = parseCommand(process.argv.slice(2));
switch (command.kind) {
  case 'help':
    process.stdout.write(USAGE);
    break;
  case 'unusable':
    process.stderr.write(`${command.message}\n\n${USAGE}`);
    process.exitCode = EXIT_CANNOT_START;
    break;
  case 'run':
    try {
      process.exitCode = await run(command);
    } catch (error) {
      if (!(error instanceof StartupError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = EXIT_CANNOT_START;
    }
    break;
}

async function run({ region, instanceType, yes, server }: SmokeArguments): Promise<number> {
  const account = createAccount(region);
  const { account: accountId, arn } = await account.identity().catch((error: unknown) => {
    throw new StartupError(
      `AWS did not accept the credentials: ${String(error)}\nSet AWS_PROFILE or AWS_ACCESS_KEY_ID, and try \`aws sts get-caller-identity\`.`,
    );
  });
  const versions = chooseVersions(await account.versions());
  if (versions === undefined) {
    throw new StartupError(`EKS in ${region} has no version in standard support.`);
  }
  const name = `smoke-${randomBytes(4).toString('hex')}`;
  write(`Account ${accountId}, as ${arn}, region ${region}.`);
  write(describeCost(instanceType));
  if (!yes && !(await agreed(accountId))) {
    write('Nothing was made.');
    return 0;
  }

  const interrupted = interruptions(name);
  const slipway =
    server === undefined
      ? await startSlipway({
          root: process.cwd(),
          env: {
            SLIPWAY_PROVIDERS: 'aws',
            SLIPWAY_AWS_OWN_ACCOUNT: 'allowed',
            SLIPWAY_AWS_REGION: region,
          },
          signal: interrupted,
        })
      : { url: server, stop: async () => {} };
  try {
    const steps = await runSmoke({
      slipway: createSlipway({ baseUrl: slipway.url }),
      account,
      name,
      region,
      instanceType,
      versions,
      write,
      now: Date.now,
      pause,
      signal: interrupted,
    });
    write(formatReport(`cluster ${name} in account ${accountId}, ${region}`, steps));
    return steps.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
  } finally {
    await slipway.stop();
  }
}

/** Asks on the terminal. The answer is the account's id, which nobody types by accident. */
async function agreed(accountId: string): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new StartupError('This is not a terminal. Add --yes to run without the question.');
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const answer = await terminal.question(
      `Type ${accountId} to make the cluster in this account, or anything else to stop: `,
    );
    return answer.trim() === accountId;
  } finally {
    terminal.close();
  }
}

/** Aborts at the first Ctrl-C. The second one ends the process, and says how to look for what remains. */
function interruptions(name: string): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (interrupted.signal.aborted) {
        write(
          `Ended before the deletion. Resources of cluster and network ${name} may remain and cost money: look for the tag slipway:resource=clusters/${name} and networks/${name}, and for roles below /slipway/.`,
        );
        process.exit(EXIT_INTERRUPTED);
      }
      write('\nInterrupted: cleaning up. Press Ctrl-C again to end at once.');
      interrupted.abort();
    });
  }
  return interrupted.signal;
}
