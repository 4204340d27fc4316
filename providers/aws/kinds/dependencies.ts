import type { CloudRef, NodeRequest } from '../../provider.ts';

/** The resources that a node depends on, by the type or the key of their nodes. */
export function dependenciesOf({ dependencies }: Pick<NodeRequest, 'dependencies'>) {
  const refs = Object.entries(dependencies).map(([urn, ref]) => ({
    key: urn.slice(urn.lastIndexOf(':') + 1),
    ref,
  }));
  const ofType = (type: string): CloudRef[] =>
    refs.filter(({ key }) => key.startsWith(`${type}/`)).map(({ ref }) => ref);
  return {
    one: (type: string): CloudRef | undefined => ofType(type)[0],
    /**
     * Returns the dependency with this key; undefined if there is none.
     *
     * @param key for example `iam_role/node`
     */
    named: (key: string): CloudRef | undefined => refs.find((it) => it.key === key)?.ref,
    ids: (type: string): string[] => ofType(type).map(({ cloudId }) => cloudId),
  };
}
