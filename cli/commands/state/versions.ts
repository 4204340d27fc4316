/** Lists and shows the stored versions of a deployment's state, downloads one, and compares two. */
import type { components } from '../../../client/openapi.ts';
import { deployments } from '../../collections/deployments.ts';
import { EXIT } from '../../exit.ts';
import { wholeNumber } from '../../input/flags.ts';
import { formatData } from '../../output/data.ts';
import { printItem, printList } from '../../output/print.ts';
import { formatAge } from '../../output/time.ts';
import { openSession } from '../../session/session.ts';
import { command } from '../shared/command.ts';
import { NAME, namesIn } from '../shared/shared-flags.ts';

type Version = components['schemas']['StateVersion'];

const VERSION = {
  ...NAME,
  // A name such as `version` would be that of a global flag.
  number: { type: 'string', demandOption: true, describe: 'Number of a version' },
} as const;

const ageOf = ({ createdAt }: Version) => createdAt && formatAge(createdAt, Date.now());

export const listVersions = command({
  command: ['list <name>', 'ls'],
  describe: 'List the versions of the state, newest first',
  positionals: NAME,
  completes: namesIn(deployments.list),
  flags: {},
  examples: [['deployments state list web', 'who wrote them, in which operation']],
  async run({ name: deploymentId, ...args }, io) {
    const session = await openSession(io, args);
    const { dataOf, slipway } = session;
    const params = { path: { deploymentId } };
    const { items } = await dataOf(
      slipway.api.GET('/deployments/{deploymentId}/state/versions', { params }),
    );
    await printList(session, {
      items,
      columns: [
        { title: 'VERSION', of: ({ version }) => String(version), align: 'right' },
        { title: 'CURRENT', of: ({ current }) => (current ? 'yes' : '') },
        { title: 'SERIAL', of: ({ serial }) => String(serial), align: 'right' },
        { title: 'RESOURCES', of: ({ resources }) => resources?.toString(), align: 'right' },
        { title: 'BY', of: ({ memberId }) => memberId, cut: true },
        { title: 'OPERATION', of: ({ operationId }) => operationId },
        { title: 'AGE', of: ageOf, align: 'right' },
      ],
      nameOf: ({ version }) => String(version),
      none: `No state of ${deploymentId} is stored.`,
    });
    return EXIT.succeeded;
  },
});

export const showVersion = command({
  command: 'show <name> <number>',
  describe: 'Show what is known of a version, without its content',
  positionals: VERSION,
  completes: namesIn(deployments.list),
  flags: {},
  examples: [['deployments state show web 3', 'its serial, lineage and writer']],
  async run({ name: deploymentId, number: version, ...args }, io) {
    const { dataOf, slipway, output } = await openSession(io, args);
    const params = { path: { deploymentId, version } };
    const shown = await dataOf(
      slipway.api.GET('/deployments/{deploymentId}/state/versions/{version}', { params }),
    );
    await printItem(
      io,
      output,
      shown,
      (it) => String(it.version),
      (it) =>
        Object.fromEntries(Object.entries(it).map(([field, value]) => [field, String(value)])),
    );
    return EXIT.succeeded;
  },
});

export const downloadState = command({
  command: ['download <name> [number]', 'pull'],
  describe: 'Print the state, secrets included, if the service allows it',
  positionals: {
    ...NAME,
    number: { type: 'string', describe: 'Number of a version [default: the current one]' },
  },
  completes: namesIn(deployments.list),
  flags: {},
  examples: [
    ['deployments state download web > web.tfstate', 'the current state'],
    ['deployments state download web 3 > web.tfstate', 'an earlier one'],
  ],
  async run({ name: deploymentId, number: given, ...args }, io) {
    const { dataOf, slipway } = await openSession(io, args);
    let version = given;
    if (version === undefined) {
      const params = { path: { deploymentId } };
      const { items } = await dataOf(
        slipway.api.GET('/deployments/{deploymentId}/state/versions', { params }),
      );
      version = String(items.find(({ current }) => current)?.version ?? 1);
    }
    const params = { path: { deploymentId, version } };
    const state = await dataOf(
      slipway.api.GET('/deployments/{deploymentId}/state/versions/{version}/download', {
        params,
        parseAs: 'text',
      }),
    );
    io.stdout.writeValue(state);
    return EXIT.succeeded;
  },
});

export const diffVersions = command({
  command: 'diff <name> [from] [to]',
  describe: 'Compare two versions; by default, what the last run has changed',
  positionals: {
    ...NAME,
    from: { type: 'string', describe: 'Number of a version [default: the one before]' },
    to: { type: 'string', describe: 'Number of a version [default: the current one]' },
  },
  completes: namesIn(deployments.list),
  flags: {},
  examples: [
    ['deployments state diff web', 'what the last run has changed'],
    ['deployments state diff web 2 5', 'two versions'],
  ],
  async run({ name: deploymentId, from, to, ...args }, io) {
    const { dataOf, slipway, output } = await openSession(io, args);
    for (const [flag, value] of Object.entries({ from, to })) {
      if (value !== undefined) wholeNumber(flag, value);
    }
    const query = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    const params = { path: { deploymentId }, query };
    const url = '/deployments/{deploymentId}/state/diff';
    if (output === 'table') {
      const headers = { Accept: 'text/plain' };
      io.stdout.write(await dataOf(slipway.api.GET(url, { params, headers, parseAs: 'text' })));
      return EXIT.succeeded;
    }
    const diff = await dataOf(slipway.api.GET(url, { params }));
    if (typeof diff === 'string') throw new Error('the API has answered text instead of JSON');
    if (output === 'name') for (const { address } of diff.resources) io.stdout.writeLine(address);
    else io.stdout.write(await formatData(output, diff));
    return EXIT.succeeded;
  },
});
