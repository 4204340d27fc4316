/** What exists in the cloud of one resource, by the record of the service. */
import type { components } from '../../client/openapi.ts';
import { clusters } from '../collections/clusters.ts';
import type { Collection, Resource } from '../collections/collection.ts';
import { networks } from '../collections/networks.ts';
import type { Api } from '../../client/types.ts';
import { EXIT } from '../exit.ts';
import { printList } from '../output/print.ts';
import type { Column } from '../output/table.ts';
import { formatAge } from '../output/time.ts';
import { openSession, type ApiResponse } from '../session/session.ts';
import { command, type Command, type Flags } from './shared/command.ts';
import { NAME, namesIn } from './shared/shared-flags.ts';

type Ledger = components['schemas']['Ledger'];
type LedgerItem = components['schemas']['LedgerItem'];

const COLUMNS: readonly Column<LedgerItem>[] = [
  { title: 'RESOURCE', of: ({ type, name }) => `${type}/${name}`, cut: true },
  { title: 'STATUS', of: ({ status }) => status },
  { title: 'CLOUD ID', of: ({ cloudId }) => cloudId, cut: true },
  { title: 'SINCE', of: ({ since }) => formatAge(since, Date.now()), align: 'right' },
  { title: 'OPERATION', of: ({ operationId }) => operationId, wide: true },
];

export const clusterResources = resourcesCommand(clusters, (api, clusterId) =>
  api.GET('/clusters/{clusterId}/resources', { params: { path: { clusterId } } }),
);

export const networkResources = resourcesCommand(networks, (api, networkId) =>
  api.GET('/networks/{networkId}/resources', { params: { path: { networkId } } }),
);

function resourcesCommand<Item extends Resource, C extends Flags, U extends Flags>(
  { name: collection, singular, list }: Collection<Item, C, U>,
  read: (api: Api, name: string) => Promise<ApiResponse<Ledger>>,
): Command {
  return command({
    command: 'resources <name>',
    describe: `List the cloud resources of a ${singular}, with their ids`,
    positionals: NAME,
    completes: namesIn(list),
    flags: {},
    examples: [
      [`${collection} resources demo`, 'as a table'],
      [`${collection} resources demo -o wide`, 'with full ids, and the operations'],
    ],
    async run({ name, ...args }, io) {
      const session = await openSession(io, args);
      const { items } = await session.dataOf(read(session.slipway.api, name));
      await printList(session, {
        items,
        columns: COLUMNS,
        nameOf: ({ cloudId, urn }) => cloudId ?? urn,
        none: `The ${singular} has no cloud resources.`,
      });
      return EXIT.succeeded;
    },
  });
}
