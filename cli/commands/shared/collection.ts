/** The commands create, list, get, update and delete of any collection. */
import { SORT_ORDERS } from '../../../contract/list-order.ts';
import { PROVIDERS, RESOURCE_STATUSES } from '../../../contract/vocabulary.ts';
import type { Collection, Resource } from '../../collections/collection.ts';
import { EXIT, UsageError } from '../../exit.ts';
import { printItem, printList, shownOutputs } from '../../output/print.ts';
import { formatAge } from '../../output/time.ts';
import { openSession, type Session } from '../../session/session.ts';
import { readSpec } from '../../input/read-spec.ts';
import { isNamed } from '../../input/spec.ts';
import { confirmFirst } from './prompt.ts';
import { runOperation, VALIDATE_FLAG, WAIT_FLAGS } from './run-operation.ts';
import { FILE_FLAG, LIMIT_FLAGS, NAME, namesIn } from './shared-flags.ts';
import { command, group, type Flags, type Command } from './command.ts';
import { pages } from './pages.ts';
import { updateCommand } from '../update.ts';

/**
 * Returns the commands of a collection.
 *
 * @param more commands that only this collection has
 */
export function collectionCommands<Item extends Resource, C extends Flags, U extends Flags>(
  collection: Collection<Item, C, U>,
  more: readonly Command[] = [],
): Command {
  const { name, singular, update, remove } = collection;
  return group(name, [singular], `Create, list, show, change and delete ${name}`, [
    createCommand(collection),
    listCommand(collection),
    getCommand(collection),
    ...(update === undefined ? [] : [updateCommand(collection, update)]),
    ...(remove === undefined ? [] : [deleteCommand(collection, remove)]),
    ...more,
  ]);
}

function createCommand<Item extends Resource, C extends Flags, U extends Flags>({
  name: collection,
  singular,
  create,
  createOne,
  noteCreated,
}: Collection<Item, C, U>): Command {
  return command({
    command: 'create [name]',
    describe: `Create a ${singular}`,
    positionals: { name: { type: 'string', describe: 'A DNS label. May be in the file instead' } },
    flags: { ...create.flags, ...FILE_FLAG, ...WAIT_FLAGS, ...VALIDATE_FLAG },
    examples: create.examples,
    async run(args, io) {
      const named = args.name === undefined ? {} : { name: args.name };
      const flags = { ...create.specOf(args), ...named };
      const { spec, origin } = await readSpec(io, args.file, flags);
      if (!isNamed(spec)) {
        throw new UsageError(
          `The ${singular} needs a name. Run: slipway ${collection} create NAME, or set name in the file.`,
        );
      }
      const flagOf = (path: readonly string[]) => create.flagOf?.(args, spec, path);
      const submit = async (session: Session) => {
        const { dataOf, slipway } = session;
        const body = { ...spec, ...(await create.complete?.(spec, args, session)) };
        const operation = await dataOf(createOne(slipway.api, body));
        if (args['validate-only'] !== true) await noteCreated?.(session, spec.name);
        return operation;
      };
      return runOperation(io, args, submit, { origin: { ...origin, flagOf } });
    },
  });
}

const LIST_FLAGS = {
  status: {
    type: 'string',
    values: RESOURCE_STATUSES,
    describe: 'Only these statuses; separate several with commas',
  },
  provider: {
    type: 'string',
    values: PROVIDERS,
    describe: 'Only these providers; separate several with commas',
  },
  region: { type: 'string', describe: 'Only these regions; separate several with commas' },
  name: { type: 'string', describe: 'Only names that contain this' },
  sort: {
    choices: SORT_ORDERS,
    describe: 'Field to sort by, with a hyphen in front in descending order',
  },
  ...LIMIT_FLAGS,
} as const satisfies Flags;

function listCommand<Item extends Resource, C extends Flags, U extends Flags>({
  name,
  columns,
  list,
  placeless,
}: Collection<Item, C, U>): Command {
  return command({
    command: ['list', 'ls'],
    describe: `List ${name}, newest first`,
    positionals: {},
    flags: LIST_FLAGS,
    without: placeless === true ? ['provider', 'region'] : [],
    examples: [
      [`${name} list`, 'as a table'],
      [`${name} list --status failed -o name`, 'names of failed ones'],
      [`${name} list --name prod --sort=-updatedAt`, 'a part of the name, the last changed first'],
    ],
    async run({ status, provider, region, name: part, sort, limit, all, ...args }, io) {
      const session = await openSession(io, args);
      const { dataOf, slipway } = session;
      const filters = {
        ...(status !== undefined && { status }),
        ...(provider !== undefined && { provider }),
        ...(region !== undefined && { region }),
        ...(part !== undefined && { name: part }),
        ...(sort !== undefined && { sort }),
      };
      const found = await pages({ limit, all }, (page) =>
        dataOf(list(slipway.api, { ...filters, ...page })),
      );
      await printList(session, {
        ...found,
        columns,
        nameOf: ({ id }) => id,
        none: `No ${name} found.`,
      });
      return EXIT.succeeded;
    },
  });
}

function getCommand<Item extends Resource, C extends Flags, U extends Flags>({
  name: collection,
  singular,
  get,
  list,
  fieldsOf,
}: Collection<Item, C, U>): Command {
  return command({
    command: 'get <name>',
    describe: `Show a ${singular}`,
    positionals: NAME,
    completes: namesIn(list),
    flags: {},
    examples: [
      [`${collection} get demo`, 'a summary'],
      [`${collection} get demo -o yaml`, 'every field'],
    ],
    async run({ name, ...args }, io) {
      const { dataOf, slipway, output } = await openSession(io, args);
      const item = await dataOf(get(slipway.api, name));
      await printItem(
        io,
        output,
        item,
        ({ id }) => id,
        (it) => ({
          name: it.id,
          status: it.status,
          reason: it.statusReason,
          place: [it.provider, it.region].filter(Boolean).join(' '),
          ...fieldsOf(it),
          usedBy: it.usedBy?.map((user) => `${user.resourceType} ${user.resourceId}`).join(', '),
          created: `${it.createdAt} (${formatAge(it.createdAt, Date.now())} ago)`,
          operation: it.operationId,
          ...shownOutputs(it.outputs),
        }),
      );
      return EXIT.succeeded;
    },
  });
}

function deleteCommand<Item extends Resource, C extends Flags, U extends Flags>(
  { name: collection, singular, list, noteDeleted }: Collection<Item, C, U>,
  remove: NonNullable<Collection<Item, C, U>['remove']>,
): Command {
  return command({
    command: ['delete <name>', 'rm'],
    describe: `Delete a ${singular} and all of its cloud resources`,
    positionals: NAME,
    completes: namesIn(list),
    flags: {
      yes: { alias: 'y', type: 'boolean', describe: 'Delete without asking' },
      ...WAIT_FLAGS,
      ...VALIDATE_FLAG,
    },
    examples: [
      [`${collection} delete demo`, 'asks first'],
      [`${collection} delete demo --yes --no-wait`, 'for scripts: prints the id of the operation'],
    ],
    run(args, io) {
      const submit = async ({ dataOf, slipway, server }: Session) => {
        if (args.yes !== true && args['validate-only'] !== true) {
          await confirmFirst(io, `Delete ${singular} ${args.name} at ${server}?`);
        }
        return dataOf(remove(slipway.api, args.name));
      };
      const onSuccess = async (session: Session) => noteDeleted?.(session, args.name);
      return runOperation(io, args, submit, { onSuccess });
    },
  });
}
