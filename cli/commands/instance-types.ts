import { given, parseList, wholeNumber } from '../input/flags.ts';
import { readSpec } from '../input/spec.ts';
import { PLACE_FLAGS, placeOf } from '../collections/common-flags.ts';
import { carryOut, WAIT_FLAGS } from './shared/carry-out.ts';
import { command, group, type Args, type Flags } from './shared/command.ts';
import { FILE_FLAG } from './shared/common.ts';

const QUESTION = {
  ...PLACE_FLAGS,
  architecture: { type: 'array', string: true, describe: 'amd64, arm64; commas or repeated' },
  'min-vcpus': { type: 'string', describe: 'At least so many' },
  'max-vcpus': { type: 'string', describe: 'At most so many' },
  gpu: { type: 'boolean', describe: 'Only types with a GPU (--no-gpu: only without)' },
  family: { type: 'array', string: true, describe: 'For example m5; commas or repeated' },
  'pod-density': {
    choices: ['eni', 'prefix'],
    describe: 'What counts the pods of a node [default: eni]',
  },
} as const satisfies Flags;

function questionOf(args: Args<typeof QUESTION>) {
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
  describe: 'Find the instance types that fit',
  positionals: {},
  flags: { ...QUESTION, ...FILE_FLAG, ...WAIT_FLAGS },
  examples: [
    ['instance-types discover --min-vcpus 4 --architecture arm64', 'as a table'],
    ['instance-types discover --gpu -o json', 'with what the system takes away'],
  ],
  run: (args, io) =>
    carryOut(io, args, async ({ ask, slipway }) => {
      const body = await readSpec(io, args.file, questionOf(args));
      return ask(slipway.api.POST('/instance-types:discover', { body }));
    }),
});

export const instanceTypes = group('instance-types', ['instance-type'], 'Find instance types', [
  discover,
]);
