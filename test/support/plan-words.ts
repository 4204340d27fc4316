import type { Operation } from '../../contract/operation.ts';

/** What an operation does, or would do, by `type/name`; without what it leaves alone. */
export function doings({ progress: { resources = [] } }: Operation): Record<string, string> {
  return Object.fromEntries(
    resources
      .filter(({ operation }) => operation !== 'same')
      .map(({ type, name, operation }) => [`${type}/${name}`, operation]),
  );
}
