/** Flags and arguments that several commands have. */
import type { Collection, Resource } from '../../collections/collection.ts';
import type { Flags, NameSource } from './command.ts';

export const FILE_FLAG = {
  file: {
    alias: 'f',
    type: 'string',
    requiresArg: true,
    describe:
      'YAML or JSON file, also what get -o yaml prints; - for standard input. Flags override it',
  },
} as const satisfies Flags;

export const NAME = {
  name: { type: 'string', demandOption: true, describe: 'Name of the resource' },
} as const;

export const LIMIT_FLAGS = {
  limit: { type: 'string', default: '100', describe: 'Maximum number of items' },
  all: { type: 'boolean', describe: 'List all items, however many there are' },
} as const satisfies Flags;

/** Returns the names in a collection, newest first. */
export function namesIn(list: Collection<Resource, Flags, Flags>['list']): NameSource {
  return async ({ api }) => {
    const { data } = await list(api, { limit: '100' });
    return data?.items.map(({ id }) => id) ?? [];
  };
}
