/** What commands of several kinds take. */
import type { Collection, Resource } from '../../collections/collection.ts';
import type { Flags, NameSource } from './command.ts';

export const FILE_FLAG = {
  file: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe: 'YAML or JSON; - is standard input. Flags stand above it',
  },
} as const satisfies Flags;

export const NAME = { name: { type: 'string', demandOption: true, describe: 'Its name' } } as const;

export const LIMIT_FLAG = {
  limit: { type: 'string', default: '100', describe: 'How many at most' },
} as const satisfies Flags;

/** The names in a collection, the newest first. */
export function namesIn(list: Collection<Resource, Flags, Flags>['list']): NameSource {
  return async ({ api }) => {
    const { data } = await list(api, { limit: '100' });
    return data?.items.map(({ id }) => id) ?? [];
  };
}

/** The flags that a command has not on what the service makes no plans of. */
export function withoutPlan(unplanned: boolean | undefined): readonly string[] {
  return unplanned === true ? ['validate-only'] : [];
}
