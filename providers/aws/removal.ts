/** The deletion of what is there, step by step, and what stands in its way. */
import { ProviderError, type NodeRequest, type Owner, type Removal } from '../provider.ts';
import type { Aws } from './client/access.ts';
import { IN_USE_CODES, isGone, vendorCode } from './client/errors.ts';
import { kindOf } from './kinds/index.ts';
import type { Found, NodeKind } from './node-kind.ts';
import { lookAgainMs } from './plan/timing.ts';

export type PendingRemoval = Extract<Removal, { state: 'pending' }>;

/** Asks for the deletion of all of them; undefined once there is none. */
export async function deleteAll(
  aws: Aws,
  { owner, node }: Pick<NodeRequest, 'owner' | 'node'>,
  found: readonly Found[],
  speed: number,
): Promise<PendingRemoval | undefined> {
  const kind = kindOf(node.type);
  const steps: Step[] = [];
  for (const { cloudId, state, reason } of found) {
    const asked = state !== 'deleting' ? await deleteOne(aws, kind, owner, cloudId) : undefined;
    const { message, blocked } = asked ?? { message: `${cloudId} is being deleted` };
    const why = reason === undefined ? '' : ` (${reason})`;
    steps.push({ message: message + why, ...(blocked && { blocked }) });
  }
  if (steps.length === 0) return undefined;
  return {
    state: 'pending' as const,
    lookAgainMs: lookAgainMs({ type: node.type, for: 'gone', speed }),
    message: steps.map(({ message }) => message).join('; '),
    ...(steps.some(({ blocked }) => blocked) && { blocked: true as const }),
  };
}

/** How far a deletion is. */
interface Step {
  message: string;
  blocked?: true;
}

/** What keeps it from being gone; undefined when it is not there. */
export async function deleteOne(
  aws: Aws,
  kind: NodeKind,
  owner: Owner,
  id: string,
): Promise<Step | undefined> {
  const held = (message: string): Step => ({ message, blocked: true });
  try {
    const before = (await kind.delete(aws, owner, id)) ?? [];
    if (before.length === 0) return { message: `${id} is being deleted` };
    return held(`${id} waits for ${before.join(', ')}`);
  } catch (error) {
    if (isGone(error)) return undefined;
    if (!IN_USE_CODES.has(vendorCode(error) ?? '')) throw error;
    const blockers = (await kind.blockers?.(aws, owner, id)) ?? [];
    // Where nothing is seen that holds it, AWS's own words are the best there are.
    if (blockers.length === 0) return held(`${id} is still in use: ${messageOf(error)}`);
    return held(`${id} is still in use by ${blockers.join(', ')}`);
  }
}

function messageOf(error: unknown): string {
  return error instanceof ProviderError ? error.publicMessage : String(error);
}
