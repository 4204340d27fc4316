/** Flags that several collections have. */
import { ON_FAILURE, PROVIDERS } from '../../contract/vocabulary.ts';
import type { Args, Flags } from '../commands/shared/command.ts';
import { given, parsePairs } from '../input/flags.ts';
import type { Spec } from '../input/spec.ts';

export const DESCRIPTION_FLAGS = {
  'display-name': { type: 'string', describe: 'Free text' },
  tag: {
    type: 'array',
    string: true,
    describe: 'KEY=VALUE for every cloud resource; separate several with commas, or repeat',
  },
  'on-failure': {
    choices: ON_FAILURE,
    describe: 'Roll back after a failure, or keep the created resources [default: rollback]',
  },
} as const satisfies Flags;

export const PLACE_FLAGS = {
  provider: { type: 'string', values: PROVIDERS, describe: 'Cloud provider [default: simulated]' },
  region: { type: 'string', describe: 'Region of the provider' },
  connection: {
    type: 'string',
    describe: 'Name of the connection that gives access to the account',
  },
} as const satisfies Flags;

export function descriptionOf(args: Args<typeof DESCRIPTION_FLAGS>): Spec {
  return given({
    displayName: args['display-name'],
    tags: args.tag && parsePairs('tag', args.tag),
    onFailure: args['on-failure'],
  });
}

export function placeOf({ provider, region, connection }: Args<typeof PLACE_FLAGS>): Spec {
  return given({ provider, region, connectionId: connection });
}
