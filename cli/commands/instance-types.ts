import { given, parseList, wholeNumber } from '../input/flags.ts';
import { readSpec } from '../input/read-spec.ts';
import { PLACE_FLAGS, placeOf } from '../collections/common-flags.ts';
import { runOperation, WAIT_FLAGS } from './shared/run-operation.ts';
import { command, group, type Args, type Flags } from './shared/command.ts';
import { FILE_FLAG } from './shared/shared-flags.ts';

const QUERY_FLAGS = {
  ...PLACE_FLAGS,
  architecture: {
    type: 'array',
    string: true,
    describe: 'amd64 or arm64; separate several with commas, or repeat',
  },
  'min-vcpus': { type: 'string', describe: 'Minimum number of vCPUs' },
  'max-vcpus': { type: 'string', describe: 'Maximum number of vCPUs' },
  gpu: { type: 'boolean', describe: 'Only types with a GPU (--no-gpu: only without)' },
  family: {
    type: 'array',
    string: true,
    describe: 'For example m5; separate several with commas, or repeat',
  },
  'pod-density': {
    choices: ['eni', 'prefix'],
    describe: 'Rule that limits the pods of a node [default: eni]',
  },
} as const satisfies Flags;

function requestOf(args: Args<typeof QUERY_FLAGS>) {
  const { 'min-vcpus': min, 'max-vcpus': max } = args;
  return {
    ...placeOf(args),
    ...given({
      architectures: parseList(args.architecture),
      minVCpus: min && wholeNumber('min-vcpus', min),
      maxVCpus: max && wholeNumber('max-vcpus', max),
      gpu: args.gpu,
      families: parseList(args.family),
      podDensity: args['pod-density'],
    }),
  };
}

const discover = command({
  command: 'discover',
  describe: 'Find instance types that match',
  positionals: {},
  flags: { ...QUERY_FLAGS, ...FILE_FLAG, ...WAIT_FLAGS },
  examples: [
    ['instance-types discover --min-vcpus 4 --architecture arm64', 'as a table'],
    ['instance-types discover --gpu -o json', 'as JSON, with the capacity that system pods need'],
  ],
  async run(args, io) {
    const { spec: body, origin } = await readSpec(io, args.file, requestOf(args));
    return runOperation(
      io,
      args,
      ({ dataOf, slipway }) => dataOf(slipway.api.POST('/instance-types:discover', { body })),
      { origin },
    );
  },
});

export const instanceTypes = group('instance-types', ['instance-type'], 'Find instance types', [
  discover,
]);
