import type { Operation } from '../../../client/types.ts';
import {
  OPERATION_KINDS,
  OPERATION_STATUSES,
  RESOURCE_TYPES,
} from '../../../contract/vocabulary.ts';
import { exitCodeOfCancel, EXIT, exitCodeOf } from '../../exit.ts';
import { timeOf } from '../../input/flags.ts';
import { printDetails } from '../../output/operation-details.ts';
import { printList } from '../../output/print.ts';
import { openSession, type Session } from '../../session/session.ts';
import {
  runOperation,
  watchToEnd,
  TIMEOUT_FLAG,
  timeoutOf,
  VALIDATE_FLAG,
  WAIT_FLAGS,
} from '../shared/run-operation.ts';
import { command, group, type Flags } from '../shared/command.ts';
import { LIMIT_FLAGS } from '../shared/shared-flags.ts';
import { events } from './events.ts';
import { logs } from './logs.ts';
import { openPage } from './open.ts';
import { plan } from './plan.ts';
import { confirm, discard } from './confirmation.ts';
import { ID, ID_OR_LATEST, recentOperations, resolveId, retryableOperations } from './ids.ts';
import { OPERATION_COLUMNS, printOperation } from '../shared/operation-table.ts';
import { pages } from '../shared/pages.ts';
import { bodyOf, REASON_FLAG } from './reason.ts';

const FILTERS = {
  status: {
    type: 'string',
    values: OPERATION_STATUSES,
    describe: 'Only these statuses; separate several with commas',
  },
  operation: {
    type: 'string',
    values: OPERATION_KINDS,
    describe: 'For example create_cluster,delete_cluster',
  },
  'resource-type': { type: 'string', values: RESOURCE_TYPES, describe: 'For example cluster' },
  resource: { type: 'string', describe: 'Name of the resource' },
  name: { type: 'string', describe: 'Part of the name of the resource' },
  member: { type: 'string', describe: 'Member who requested the operation' },
  since: {
    type: 'string',
    describe: 'Created after this time (RFC 3339), or 1h for the last hour',
  },
  until: { type: 'string', describe: 'Created before this time (RFC 3339), or 1h for an hour ago' },
  ...LIMIT_FLAGS,
} as const satisfies Flags;

const list = command({
  command: ['list', 'ls'],
  describe: 'List operations, newest first',
  positionals: {},
  flags: FILTERS,
  examples: [
    ['operations list --status running,canceling', 'running operations'],
    ['operations list --status awaiting_confirmation', 'plans that wait for a confirmation'],
    ['operations list --resource demo --limit 5', 'latest operations of demo'],
    ['operations list --since 1h --status failed', 'what failed in the last hour'],
  ],
  async run(args, io) {
    const session = await openSession(io, args);
    const { dataOf, slipway } = session;
    const { status, operation, resource, name, member, since, until } = args;
    const query = {
      ...(status !== undefined && { status }),
      ...(operation !== undefined && { operation }),
      ...(args['resource-type'] !== undefined && { resourceType: args['resource-type'] }),
      ...(resource !== undefined && { resourceId: resource }),
      ...(name !== undefined && { resourceName: name }),
      ...(member !== undefined && { memberId: member }),
      ...(since !== undefined && { createdAfter: timeOf('since', since, Date.now()) }),
      ...(until !== undefined && { createdBefore: timeOf('until', until, Date.now()) }),
    };
    const found = await pages({ limit: args.limit, all: args.all }, (page) =>
      dataOf(slipway.api.GET('/operations', { params: { query: { ...query, ...page } } })),
    );
    const none = 'No operations match.';
    await printList(session, {
      ...found,
      columns: OPERATION_COLUMNS,
      nameOf: ({ id }) => id,
      none,
    });
    return EXIT.succeeded;
  },
});

async function read(session: Session, id: string): Promise<Operation> {
  const { dataOf, slipway } = session;
  const params = { path: { operationId: await resolveId(session, id) } };
  return dataOf(slipway.api.GET('/operations/{operationId}', { params }));
}

const get = command({
  command: 'get <id>',
  describe: 'Show an operation',
  positionals: ID_OR_LATEST,
  completes: recentOperations,
  flags: {},
  examples: [
    ['operations get latest', 'its resources, its error, and what to do next'],
    ['operations get 01M85ZVC0FWGZ5V2BRCVY6G1ZY -o yaml', 'every field'],
  ],
  async run({ id, ...args }, io) {
    const session = await openSession(io, args);
    const operation = await read(session, id);
    await printOperation(session, operation);
    if (session.output === 'table') printDetails(session, operation);
    return EXIT.succeeded;
  },
});

const watch = command({
  command: 'watch <id>',
  describe: 'Watch an operation until it ends; Ctrl-C stops watching only',
  positionals: ID_OR_LATEST,
  completes: recentOperations,
  flags: TIMEOUT_FLAG,
  examples: [['operations watch latest', 'watches until the newest operation ends']],
  async run({ id, ...args }, io) {
    const timeoutMs = timeoutOf(args);
    const session = await openSession(io, args);
    return watchToEnd(session, await read(session, id), timeoutMs, exitCodeOf);
  },
});

const cancel = command({
  command: 'cancel <id>',
  describe: 'Cancel an operation: a create is rolled back, a delete stops where it is',
  positionals: ID,
  completes: recentOperations,
  flags: { ...REASON_FLAG, ...WAIT_FLAGS },
  examples: [
    ['operations cancel 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'cancels and watches the rollback'],
    ['operations cancel 01M85ZVC0FWGZ5V2BRCVY6G1ZY --reason "wrong region"', 'with a reason'],
  ],
  run: ({ id: operationId, reason, ...args }, io) =>
    runOperation(
      io,
      args,
      ({ dataOf, slipway }) =>
        dataOf(
          slipway.api.POST('/operations/{operationId}/cancel', {
            params: { path: { operationId } },
            ...bodyOf(reason),
          }),
        ),
      { codeOf: exitCodeOfCancel },
    ),
});

const retry = command({
  command: 'retry <id>',
  describe: 'Retry a failed or canceled operation, as a new operation',
  positionals: ID,
  completes: retryableOperations,
  flags: { ...REASON_FLAG, ...WAIT_FLAGS, ...VALIDATE_FLAG },
  examples: [
    ['operations retry 01M85ZVC0FWGZ5V2BRCVY6G1ZY', 'continues from the existing resources'],
  ],
  run: ({ id: operationId, reason, ...args }, io) =>
    runOperation(io, args, ({ dataOf, slipway }) =>
      dataOf(
        slipway.api.POST('/operations/{operationId}/retry', {
          params: { path: { operationId } },
          ...bodyOf(reason),
        }),
      ),
    ),
});

export const operations = group(
  'operations',
  ['operation', 'op'],
  'List, show, watch, confirm, cancel and retry operations, and read their logs',
  [list, get, plan, logs, events, openPage, watch, cancel, confirm, discard, retry],
);
