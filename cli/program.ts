/** Puts the commands together and runs the one that the arguments name. */
import yargs from 'yargs';
import { clusters } from './collections/clusters.ts';
import { connections } from './collections/connections.ts';
import { deployments } from './collections/deployments.ts';
import { networks } from './collections/networks.ts';
import { collectionCommands } from './commands/shared/collection.ts';
import type { Command, Flags } from './commands/shared/command.ts';
import { clusterShell } from './commands/cluster-shell.ts';
import { COMPLETE, completion } from './commands/completion.ts';
import { deleteConnection, trustPolicy } from './commands/connections.ts';
import { dev } from './commands/dev.ts';
import { instanceTypes } from './commands/instance-types.ts';
import { kubeconfig } from './commands/kubeconfig.ts';
import { operations } from './commands/operations/operations.ts';
import { outputs } from './commands/outputs.ts';
import { recover } from './commands/recover.ts';
import { refreshSource } from './commands/refresh-source.ts';
import { clusterResources, networkResources } from './commands/resources.ts';
import { state } from './commands/state/state.ts';
import { complete, formatCandidates, walk } from './complete.ts';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { checkArguments } from './input/check-arguments.ts';
import { separateShortFlags } from './input/short-flags.ts';
import type { Io } from './io.ts';
import { OUTPUT_FORMATS } from './output/output-format.ts';
import { DEFAULT_SERVER } from './session/session.ts';

/** First the kinds of resources, in the order of the vocabulary. */
const COMMANDS: readonly Command[] = [
  collectionCommands(clusters, [kubeconfig, clusterShell, clusterResources, recover]),
  collectionCommands(networks, [networkResources]),
  collectionCommands(connections, [trustPolicy, deleteConnection]),
  collectionCommands(deployments, [refreshSource, outputs, state]),
  instanceTypes,
  operations,
  dev,
  completion,
];

const GLOBAL_FLAGS = {
  server: {
    type: 'string',
    requiresArg: true,
    describe: `URL of the API [default: ${DEFAULT_SERVER}]`,
  },
  profile: {
    type: 'string',
    requiresArg: true,
    describe: 'Profile of the configuration file',
  },
  output: {
    alias: 'o',
    choices: OUTPUT_FORMATS,
    requiresArg: true,
    describe: 'Output format [default: table]',
  },
} as const satisfies Flags;

const EPILOGUE = `Exit codes: 0 succeeded, 1 failed, 2 usage error, 3 canceled, 124 timeout.
Ctrl-C stops watching; the operation continues.`;

/**
 * Runs the command that the arguments name, and returns its exit code.
 *
 * @throws UsageError when the arguments are not a valid command
 */
export async function runProgram(args: readonly string[], io: Io): Promise<ExitCode> {
  if (args[0] === COMPLETE) {
    const [, shell, ...words] = args;
    const replies = await complete(COMMANDS, GLOBAL_FLAGS, words, io);
    io.stdout.write(formatCandidates(replies, shell));
    return EXIT.succeeded;
  }
  let code: ExitCode = EXIT.succeeded;
  const parser = yargs(checked(args))
    .scriptName('slipway')
    .usage(
      '$0 <command>\n\nCreates and changes clusters, networks and deployments, and shows the progress.',
    )
    .locale('en')
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'greedy-arrays': false,
    })
    .options(GLOBAL_FLAGS)
    .group(['server', 'profile', 'output', 'help', 'version'], 'Global options:')
    .strict()
    .help()
    .alias('help', 'h')
    .version()
    .wrap(Math.min(100, io.stdout.columns ?? 80))
    .epilogue(EPILOGUE)
    .exitProcess(false)
    .fail((message, error) => {
      // `error` is what a command threw; `message` is a complaint of yargs about the arguments.
      throw error ?? new UsageError(message);
    });
  for (const command of COMMANDS) command.addTo(parser, io, (ended) => (code = ended));
  await parser.parseAsync();
  return code;
}

/** Returns the words of the command that the arguments name: `['clusters', 'ls', '-o', 'x']` → `clusters list ` */
export function commandOf(args: readonly string[]): string {
  const { path } = walk(COMMANDS, GLOBAL_FLAGS, args);
  return path.map(({ names: [name] }) => `${name} `).join('');
}

function flagsOf(commands: readonly Command[]): Flags[] {
  return commands.flatMap(({ flags, members }) => [flags, ...flagsOf(members)]);
}

/**
 * Asks the parser for help where the command line means that: `help clusters` → `clusters --help`. A group of commands
 * without one of them asks for help, too.
 *
 * @throws UsageError when the arguments are not a valid command
 */
function checked(args: readonly string[]): string[] {
  const asked = args[0] === 'help' ? [...args.slice(1), '--help'] : args;
  const words = separateShortFlags(asked, [GLOBAL_FLAGS, ...flagsOf(COMMANDS)]);
  checkArguments(COMMANDS, GLOBAL_FLAGS, words);
  const { found } = walk(COMMANDS, GLOBAL_FLAGS, words);
  const isGroup = found === undefined || found.members.length > 0;
  return isGroup && !words.includes('--version') ? [...words, '--help'] : words;
}
