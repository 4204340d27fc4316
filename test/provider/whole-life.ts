import { expect } from 'vitest';
import type { CloudRef, Owner, ResourceSpec } from '../../contract/resources/graph.ts';
import type { CallContext, Provider } from '../../providers/provider.ts';
import { tearDown, walk } from './graph-walk.ts';

interface Life {
  provider: Provider;
  owner: Owner;
  resource: ResourceSpec;
  context: CallContext;
  /** The ids of all existing resources of an owner, read without the provider. */
  existingIds(owner: Owner): Promise<string[]>;
  /** What happens to the whole resource before its end. */
  meanwhile?(refs: Map<string, CloudRef>): Promise<void>;
}

/** Creates a whole resource, reads it with its outputs, and removes it without a trace. */
export async function expectWholeLife({
  provider,
  owner,
  resource: request,
  context,
  existingIds,
  meanwhile,
}: Life): Promise<void> {
  await provider.validate(owner, request, context);
  const { resource } = await provider.adopt(
    owner,
    { resource: request, ledger: {}, found: [] },
    context,
  );
  const plan = provider.plan(owner, resource);
  const refs = await walk(provider, owner, plan, context);
  const nodes = await provider.read(owner, context);
  const ids = Object.fromEntries(nodes.map((it) => [it.urn, it.cloudId]));
  expect(ids).toEqual(Object.fromEntries([...refs].map(([urn, ref]) => [urn, ref.cloudId])));
  expect(nodes.every((it) => it.state === 'available')).toBe(true);
  const outputs = Object.entries(provider.outputs(owner, resource, nodes));
  expect(outputs.length).toBeGreaterThan(0);
  for (const [, value] of outputs) expect(value).toMatch(/./);
  await meanwhile?.(refs);
  await tearDown(provider, owner, plan, context);
  expect(await existingIds(owner)).toEqual([]);
  expect(await provider.read(owner, context)).toEqual([]);
}
