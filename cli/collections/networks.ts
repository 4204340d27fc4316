import type { components } from '../../client/openapi.ts';
import { given, wholeNumber } from '../input/flags.ts';
import type { Flags } from '../commands/shared/command.ts';
import { formatAge } from '../output/time.ts';
import { STATUS_COLUMN } from '../output/table.ts';
import type { Collection } from './collection.ts';
import { DESCRIPTION_FLAGS, descriptionOf, PLACE_FLAGS, placeOf } from './common-flags.ts';

type Network = components['schemas']['Network'];

const CREATE_FLAGS = {
  cidr: { type: 'string', describe: 'IPv4 address range, /16 to /22 [default: 10.0.0.0/16]' },
  zones: { type: 'string', describe: 'Number of availability zones, 1 to 3 [default: 2]' },
  'nat-gateways': {
    choices: ['none', 'single', 'per_zone'],
    describe: 'How private subnets reach the internet [default: single]',
  },
  ...PLACE_FLAGS,
  ...DESCRIPTION_FLAGS,
} as const satisfies Flags;

export const networks: Collection<Network, typeof CREATE_FLAGS, Flags> = {
  name: 'networks',
  singular: 'network',
  columns: [
    { title: 'NAME', of: ({ name }) => name, cut: true },
    STATUS_COLUMN,
    { title: 'PROVIDER', of: ({ provider }) => provider, wide: true },
    { title: 'REGION', of: ({ region }) => region },
    { title: 'CIDR', of: ({ spec }) => spec.cidr },
    { title: 'ZONES', of: ({ spec }) => String(spec.availabilityZoneCount), align: 'right' },
    { title: 'AGE', of: ({ createdAt }) => formatAge(createdAt, Date.now()), align: 'right' },
    { title: 'OPERATION', of: ({ operationId }) => operationId, wide: true },
  ],
  fieldsOf: ({ spec }) => ({ cidr: spec.cidr, natGateways: spec.natGateways }),
  create: {
    flags: CREATE_FLAGS,
    specOf: (args) => ({
      ...given({
        cidr: args.cidr,
        availabilityZoneCount: args.zones && wholeNumber('zones', args.zones),
        natGateways: args['nat-gateways'],
      }),
      ...placeOf(args),
      ...descriptionOf(args),
    }),
    examples: [
      ['networks create base', 'a network with all defaults'],
      ['networks create base --cidr 10.1.0.0/16 --zones 3', 'with its own range and three zones'],
      ['networks create -f network.yaml', 'from a file'],
    ],
  },
  createOne: (api, body) => api.POST('/networks', { body }),
  list: (api, query) => api.GET('/networks', { params: { query } }),
  get: (api, networkId) => api.GET('/networks/{networkId}', { params: { path: { networkId } } }),
  remove: (api, networkId) =>
    api.DELETE('/networks/{networkId}', { params: { path: { networkId } } }),
};
