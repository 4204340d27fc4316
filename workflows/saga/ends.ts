/** How the work on one node ends: it is gone, it is what it was before, or what it replaced is gone. */
import { settled, withState, type Entry } from './node.ts';
import type { SagaState, Steps } from './node-steps.ts';

/** Each resolves to whether it got there, and does not reject. */
export function createEnds({ takeAway, restore, show }: Steps, state: SagaState) {
  async function end(entry: Entry): Promise<boolean> {
    const isGone = await takeAway(entry);
    if (!isGone) return false;
    entry.state = 'gone';
    delete entry.ref;
    show(entry, { status: 'succeeded' });
    return true;
  }

  /** Whether an undo leaves nothing of it. */
  function isToEnd({ node }: Entry): boolean {
    return !state.isChange || node.previous === undefined;
  }

  /** Undoes what was done to it. */
  async function undoOne(entry: Entry): Promise<boolean> {
    const { generation, keepsGeneration, previous } = entry.node;
    if (previous === undefined || isToEnd(entry)) return end(entry);
    if (keepsGeneration === undefined) return restore(entry);
    // On the way back to an older one, that is what stays.
    if (!(await takeAway(entry, Math.min(keepsGeneration, generation)))) return false;
    if (previous.uncertain) {
      entry.node = withState(entry.node, previous);
      return restore(entry);
    }
    settled(entry, previous);
    show(entry, { operation: 'same', status: 'unchanged' });
    return true;
  }

  /** Takes away what the plan has no more use for: the node, or the one that it replaces. */
  async function retireOne(entry: Entry): Promise<boolean> {
    if (entry.node.operation === 'delete') return end(entry);
    const { keepsGeneration: _keeps, previous, ...node } = entry.node;
    const { cloudId: _cloudId, ...old } = node;
    // By its id, too: the previous one may be too new to be listed.
    const target = previous?.cloudId === undefined ? old : { ...old, cloudId: previous.cloudId };
    if (!(await takeAway({ ...entry, node: target }, node.generation))) return false;
    entry.node = node;
    show(entry, { status: 'succeeded' });
    return true;
  }

  return { end, undoOne, retireOne, isToEnd };
}
