/** The state machine of a node, transition by transition, and what stands in the ledger. */
import { describe, expect, test } from 'vitest';
import type { Ledger, PlannedNode, Previous } from '../../../contract/resources/graph.ts';
import { finalEntry, ledgerEntry } from '../../../workflows/saga/node-ledger.ts';
import * as transition from '../../../workflows/saga/node.ts';
import type { NodeState, SagaNode } from '../../../workflows/saga/node.ts';

const NOW = 1_700_000_000_000;
const NEW: PlannedNode = {
  urn: 'urn:slipway:local:cluster:demo:vpc/main',
  type: 'vpc',
  name: 'main',
  operation: 'create',
  generation: 1,
  dependsOn: [],
  properties: { size: 'large' },
  deadlineSeconds: 60,
};
const PREVIOUS: Previous = { generation: 1, properties: { size: 'small' }, cloudId: 'vpc-1' };
const CHANGED: PlannedNode = {
  ...NEW,
  operation: 'update',
  cloudId: 'vpc-1',
  outputs: { cidr: '10.0.0.0/16' },
  previous: PREVIOUS,
};
const REPLACED: PlannedNode = {
  ...NEW,
  operation: 'replace',
  generation: 2,
  keepsGeneration: 1,
  previous: PREVIOUS,
};
const REF = { cloudId: 'vpc-9', outputs: { cidr: '10.9.0.0/16' } };

const STATES: readonly NodeState[] = [
  { kind: 'planned' },
  { kind: 'uncertain', exists: false },
  { kind: 'uncertain', exists: true, since: 1 },
  { kind: 'present' },
  { kind: 'gone' },
  { kind: 'restored' },
  { kind: 'undo_failed', exists: false },
  { kind: 'undo_failed', exists: true },
];

function inState(state: NodeState, node: PlannedNode = CHANGED): SagaNode {
  return { node, state, untouched: { kind: 'planned' }, renewals: 0 };
}

describe('where a node starts', () => {
  const same: PlannedNode = { ...CHANGED, operation: 'same' };
  const left: PlannedNode = { ...NEW, cloudId: 'vpc-1' };

  test.each([
    ['a new one', transition.nodeToCreate(NEW), 'planned', 'gone'],
    ['one that is as planned', transition.nodeToCreate(same), 'present', 'present'],
    ['what an earlier creation left', transition.nodeToCreate(left), 'uncertain', 'uncertain'],
    [
      'what an earlier creation left otherwise',
      transition.nodeToCreate(CHANGED),
      'uncertain',
      'uncertain',
    ],
    ['a new one of a change', transition.nodeToChange(NEW), 'planned', 'gone'],
    ['one to change', transition.nodeToChange(CHANGED), 'planned', 'planned'],
    ['one that a change leaves', transition.nodeToChange(same), 'restored', 'restored'],
    ['one to delete', transition.nodeToDelete(CHANGED, true, NOW), 'present', 'present'],
    [
      'one to delete that may exist',
      transition.nodeToDelete(CHANGED, false, NOW),
      'uncertain',
      'uncertain',
    ],
  ])('%s', (_title, it, state, untouched) => {
    expect([it.state.kind, it.untouched.kind]).toEqual([state, untouched]);
  });

  test('what exists offers its outputs to the nodes that depend on it', () => {
    expect(transition.nodeToChange(CHANGED).ref).toEqual({
      cloudId: 'vpc-1',
      outputs: { cidr: '10.0.0.0/16' },
    });
    expect(transition.nodeToChange(NEW)).not.toHaveProperty('ref');
  });

  test('a deletion does not believe that a node has been seen, unless the ledger says so', () => {
    const it = transition.nodeToDelete(CHANGED, false, NOW);
    expect(transition.hasBeenSeen(it)).toBe(false);
    expect(transition.uncertainSince(it)).toBe(NOW);
  });
});

describe('begin', () => {
  test.each([
    [transition.nodeToChange(NEW), false],
    [transition.nodeToChange(CHANGED), true],
  ])('registers the undo before the call %#', (planned, exists) => {
    const begun = transition.begin(planned);
    expect(begun.state).toEqual({ kind: 'uncertain', exists });
    expect(transition.mayExist(begun)).toBe(true);
    expect(transition.begin(begun)).toBe(begun);
  });
});

describe('made', () => {
  test('is present, with its id', () => {
    const it = transition.made(transition.begin(transition.nodeToCreate(NEW)), REF);
    expect(it).toMatchObject({ state: { kind: 'present' }, ref: REF, node: { cloudId: 'vpc-9' } });
  });
});

describe('failed', () => {
  const begun = transition.begin(transition.nodeToChange(CHANGED));
  const begunNew = transition.begin(transition.nodeToCreate(NEW));

  test('without an effect it is untouched', () => {
    const effect = { nothingCreated: true } as const;
    expect(transition.failed(begun, effect, NOW).state).toEqual({ kind: 'planned' });
    expect(transition.failed(begunNew, effect, NOW).state).toEqual({ kind: 'gone' });
  });

  test('with what exists it has been seen', () => {
    const it = transition.failed(begunNew, { cloudId: 'vpc-9' }, NOW);
    expect(it.state).toEqual({ kind: 'uncertain', exists: true, since: NOW });
    expect(it.node.cloudId).toBe('vpc-9');
  });

  test('with nothing certain it remains open', () => {
    const it = transition.failed(begunNew, undefined, NOW);
    expect(it.state).toEqual({ kind: 'uncertain', exists: false, since: NOW });
    expect(transition.failed(begun, undefined, NOW).state).toMatchObject({ exists: true });
  });
});

test('a further generation comes after every one that was requested', () => {
  const it = inState({ kind: 'gone' }, { ...NEW, generation: 2, lastUsedGeneration: 5 });
  expect(transition.renewed(it)).toMatchObject({ node: { generation: 6 }, renewals: 1 });
});

describe('from every state', () => {
  test.each(STATES)('%o: removed is gone, and offers nothing', (state) => {
    const it = transition.removed({ ...inState(state), ref: REF });
    expect(it.state).toEqual({ kind: 'gone' });
    expect(it).not.toHaveProperty('ref');
    expect(transition.mayExist(it)).toBe(false);
  });

  test.each(STATES)('%o: a failed undo keeps what has been seen', (state) => {
    const before = inState(state);
    const after = transition.undoFailed(before);
    expect(after.state).toEqual({ kind: 'undo_failed', exists: transition.hasBeenSeen(before) });
    expect(transition.mayExist(after)).toBe(true);
  });

  test.each(STATES)('%o: restored is what it was before', (state) => {
    const it = transition.restored(inState(state, REPLACED), PREVIOUS);
    expect(it.state).toEqual({ kind: 'restored' });
    expect(it.node).toMatchObject({ ...PREVIOUS, lastUsedGeneration: 2 });
    expect(it.node).not.toHaveProperty('keepsGeneration');
    expect(it.node).not.toHaveProperty('previous');
    expect(transition.mayExist(it)).toBe(false);
  });

  test.each(STATES)('%o: a canceled removal makes only what was present uncertain', (state) => {
    const before = inState(state);
    const after = transition.removalCanceled(before);
    const uncertain = { kind: 'uncertain', exists: true };
    expect(after.state).toEqual(state.kind === 'present' ? uncertain : state);
  });

  test.each(STATES)('%o: may exist unless it is planned, restored or gone', (state) => {
    const never = ['planned', 'restored', 'gone'];
    expect(transition.mayExist(inState(state))).toBe(!never.includes(state.kind));
  });
});

test('what it replaced is forgotten once that is gone', () => {
  const it = transition.retired(inState({ kind: 'present' }, REPLACED));
  expect(it.node).not.toHaveProperty('keepsGeneration');
  expect(it.node).not.toHaveProperty('previous');
  expect(it.state).toEqual({ kind: 'present' });
});

describe('in the ledger', () => {
  const known: Ledger = {
    [NEW.urn]: { ...ledgerEntry({ node: CHANGED }, 'present', 'earlier') },
  };

  test.each([
    [{ kind: 'uncertain', exists: true }, 'intended'],
    [{ kind: 'present' }, 'present'],
    [{ kind: 'gone' }, 'gone'],
    [{ kind: 'restored' }, 'present'],
    [{ kind: 'undo_failed', exists: true }, 'failed'],
  ] satisfies [NodeState, string][])('%o is %s', (state, status) => {
    const entry = finalEntry(inState(state), known, 'op');
    expect(entry).toMatchObject({ status, operationId: 'op' });
    const keepsPrevious = status === 'intended' || status === 'failed';
    expect(entry?.previous).toEqual(keepsPrevious ? PREVIOUS : undefined);
  });

  test('a planned one is as it was, or gone if it is new', () => {
    const planned: NodeState = { kind: 'planned' };
    expect(finalEntry(inState(planned), known, 'op')).toBe(known[NEW.urn]);
    expect(finalEntry(inState(planned), {}, 'op')?.status).toBe('intended');
    expect(finalEntry(inState(planned, NEW), {}, 'op')?.status).toBe('gone');
  });

  test('one that is left as it is needs no entry', () => {
    const same: PlannedNode = { ...CHANGED, operation: 'same' };
    expect(finalEntry(transition.nodeToChange(same), known, 'op')).toBeUndefined();
  });

  test('a replacement beside which the old generation exists is not finished', () => {
    const entry = finalEntry(inState({ kind: 'present' }, REPLACED), known, 'op');
    expect(entry).toMatchObject({ status: 'intended', generation: 2, previous: PREVIOUS });
  });

  test('a later generation that was requested is remembered', () => {
    const it = transition.restored(inState({ kind: 'present' }, REPLACED), PREVIOUS);
    expect(ledgerEntry(it, 'present', 'op')).toMatchObject({
      generation: 1,
      lastUsedGeneration: 2,
    });
  });
});
