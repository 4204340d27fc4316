/** The plan of a node for every state in which an earlier operation can have left it. */
import { describe, expect, test } from 'vitest';
import { planChange } from '../../activities/planning/plan-change.ts';
import type {
  JsonObject,
  Ledger,
  LedgerEntry,
  PlannedNode,
} from '../../contract/resources/graph.ts';
import type { Change, CloudResource } from '../../providers/provider.ts';

const URN = 'urn:slipway:demo:node_group/blue';
/** Two sizes of a machine, and another machine, which is created before the first is deleted. */
const SMALL = { machine: 'm5', size: 1 };
const LARGE = { machine: 'm5', size: 9 };
const OTHER = { machine: 'c5', size: 1 };
/** This can only be created after the first is deleted. */
const MOVED = { machine: 'm5', size: 1, place: 'elsewhere' };

const FIXED = ['place', 'machine'];

const provider = {
  fixedChanges: ({ properties: from }: Pick<PlannedNode, 'properties'>, to: typeof SMALL_NODE) =>
    FIXED.filter((name) => from[name] !== to.properties[name]),
  change({ properties: from }: Pick<PlannedNode, 'properties'>, to: typeof SMALL_NODE): Change {
    if (from['place'] !== to.properties['place']) return 'delete_then_create';
    if (from['machine'] !== to.properties['machine']) return 'create_then_delete';
    return from['size'] === to.properties['size'] ? 'same' : 'update';
  },
};

const SMALL_NODE = node(SMALL);
const SINCE = '2026-01-01T00:00:00.000Z';

function node(properties: JsonObject, urn = URN): PlannedNode {
  return {
    urn,
    type: 'node_group',
    name: 'blue',
    operation: 'create',
    dependsOn: [],
    generation: 1,
    properties,
    deadlineSeconds: 60,
  };
}

/** A ledger with one node, whose cloud id is `id-{generation}`. */
function ledger(
  status: LedgerEntry['status'],
  generation: number,
  properties: JsonObject,
  more: Partial<LedgerEntry> = {},
): Ledger {
  const { operation: _operation, ...rest } = node(properties, more.urn);
  const cloudId = status === 'present' ? { cloudId: `id-${generation}` } : {};
  const entry = {
    ...rest,
    ...cloudId,
    status,
    generation,
    changedAt: SINCE,
    operationId: 'earlier',
  };
  return { [rest.urn]: { ...entry, ...more } };
}

const was = (generation: number, properties: JsonObject) => ({
  previous: { generation, properties, cloudId: `id-${generation}` },
});

function there(
  generation: number,
  state: CloudResource['state'] = 'available',
  urn = URN,
): CloudResource {
  const cloudId = `id-${generation}`;
  return { urn, type: 'node_group', name: 'blue', generation, state, cloudId, outputs: {} };
}

interface Case {
  what: string;
  wants: JsonObject;
  ledger: Ledger;
  found: CloudResource[];
  /** The planned operation and generation, for example `replace 2`. */
  does: string;
  keepsGeneration?: number;
  previous?: object;
  lastUsedGeneration?: number;
}

const CASES: Case[] = [
  { what: 'new', wants: SMALL, ledger: {}, found: [], does: 'create 1' },
  {
    what: 'unchanged',
    wants: SMALL,
    ledger: ledger('present', 1, SMALL),
    found: [there(1)],
    does: 'same 1',
  },
  {
    what: 'to be changed',
    wants: LARGE,
    ledger: ledger('present', 1, SMALL),
    found: [there(1)],
    does: 'update 1',
    previous: was(1, SMALL).previous,
  },
  {
    what: 'to be replaced, create first',
    wants: OTHER,
    ledger: ledger('present', 1, SMALL),
    found: [there(1)],
    does: 'replace 2',
    keepsGeneration: 1,
    previous: was(1, SMALL).previous,
  },
  {
    what: 'to be replaced, delete first',
    wants: MOVED,
    ledger: ledger('present', 1, SMALL),
    found: [there(1)],
    does: 'replace 2',
    previous: was(1, SMALL).previous,
  },
  {
    what: 'deleted, and wanted again',
    wants: SMALL,
    ledger: ledger('gone', 3, SMALL),
    found: [],
    does: 'create 4',
  },
  {
    what: 'being deleted, and wanted again',
    wants: SMALL,
    ledger: ledger('gone', 3, SMALL),
    found: [there(3, 'deleting')],
    does: 'replace 4',
  },
  {
    what: 'deleted from outside',
    wants: SMALL,
    ledger: ledger('present', 1, SMALL),
    found: [],
    does: 'create 2',
  },
  {
    what: 'broken',
    wants: SMALL,
    ledger: ledger('present', 1, SMALL),
    found: [there(1, 'failed')],
    does: 'replace 2',
  },
  {
    what: 'broken, and the last used generation is a later one',
    wants: LARGE,
    ledger: ledger('present', 1, SMALL, { lastUsedGeneration: 4 }),
    found: [there(1, 'failed')],
    does: 'replace 5',
  },
  {
    what: 'an interrupted create without effect',
    wants: SMALL,
    ledger: ledger('intended', 1, SMALL),
    found: [],
    does: 'create 2',
  },
  ...(['creating', 'available'] as const).map((state) => ({
    what: `a create that was interrupted, ${state}`,
    wants: SMALL,
    ledger: ledger('intended', 1, SMALL),
    found: [there(1, state)],
    does: 'create 1',
  })),
  {
    what: 'an interrupted create; wanted: another machine',
    wants: OTHER,
    ledger: ledger('intended', 1, SMALL),
    found: [there(1)],
    does: 'replace 2',
    keepsGeneration: 1,
  },
  {
    what: 'an interrupted create, broken',
    wants: SMALL,
    ledger: ledger('intended', 1, SMALL),
    found: [there(1, 'failed')],
    does: 'replace 2',
  },
  ...[SMALL, LARGE, { ...SMALL, size: 5 }].map((wants) => ({
    what: `a change from size 1 to 9 that was interrupted; wanted: ${wants.size}`,
    wants,
    ledger: ledger('intended', 1, LARGE, was(1, SMALL)),
    found: [there(1)],
    does: 'update 1',
    previous: { ...was(1, SMALL).previous, uncertain: true },
  })),
  {
    what: 'an interrupted change; wanted: another machine',
    wants: OTHER,
    ledger: ledger('intended', 1, LARGE, was(1, SMALL)),
    found: [there(1)],
    does: 'replace 2',
    keepsGeneration: 1,
    previous: { ...was(1, SMALL).previous, uncertain: true },
  },
  {
    what: 'an interrupted change of a node that no longer exists',
    wants: LARGE,
    ledger: ledger('intended', 1, LARGE, was(1, SMALL)),
    found: [],
    does: 'create 2',
  },
  {
    what: 'a change that could not be undone',
    wants: SMALL,
    ledger: ledger('failed', 1, SMALL, was(1, SMALL)),
    found: [there(1)],
    does: 'update 1',
    previous: { ...was(1, SMALL).previous, uncertain: true },
  },
  {
    what: 'an interrupted replacement, the old alone; wanted: the old',
    wants: SMALL,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(1)],
    does: 'update 1',
    previous: was(1, SMALL).previous,
    lastUsedGeneration: 2,
  },
  {
    what: 'an interrupted replacement, the old alone; wanted: the new',
    wants: OTHER,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(1)],
    does: 'replace 3',
    keepsGeneration: 1,
    previous: was(1, SMALL).previous,
  },
  {
    what: 'an interrupted replacement, the old alone; wanted: a third',
    wants: LARGE,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(1)],
    does: 'update 1',
    previous: was(1, SMALL).previous,
    lastUsedGeneration: 2,
  },
  ...(['failed', 'deleting'] as const).flatMap((state) =>
    [SMALL, OTHER, LARGE].map((wants) => ({
      // No generation before a dead one can be requested, and the old one stays until a new one is ready.
      what: `an interrupted replacement, the new ${state}; wanted: ${JSON.stringify(wants)}`,
      wants,
      ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
      found: [there(1), there(2, state)],
      does: 'replace 3',
      keepsGeneration: 1,
      previous: was(1, SMALL).previous,
    })),
  ),
  {
    what: 'an interrupted replacement, the new alone; wanted: the old',
    wants: SMALL,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(2)],
    does: 'replace 3',
    keepsGeneration: 2,
    previous: { generation: 2, properties: OTHER, uncertain: true },
  },
  ...[OTHER, { ...OTHER, size: 5 }].map((wants) => ({
    what: `an interrupted replacement, the new alone; wanted: that machine, size ${wants.size}`,
    wants,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(2)],
    does: 'update 2',
    previous: { generation: 2, properties: OTHER, uncertain: true },
  })),
  {
    what: 'an interrupted replacement, the old being deleted; wanted: the new',
    wants: OTHER,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(1, 'deleting'), there(2)],
    does: 'update 2',
    previous: { generation: 2, properties: OTHER, uncertain: true },
  },
  {
    what: 'an interrupted replacement, both; wanted: the new',
    wants: OTHER,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(1), there(2, 'creating')],
    does: 'replace 2',
    keepsGeneration: 1,
    previous: was(1, SMALL).previous,
  },
  {
    what: 'an interrupted replacement, both; wanted: the old',
    wants: SMALL,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(2), there(1)],
    does: 'replace 1',
    keepsGeneration: 2,
    lastUsedGeneration: 2,
    previous: was(1, SMALL).previous,
  },
  {
    what: 'an interrupted replacement, both; wanted: a third',
    wants: { ...SMALL, machine: 'r5' },
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [there(2), there(1)],
    does: 'replace 3',
    keepsGeneration: 1,
    previous: was(1, SMALL).previous,
  },
  {
    what: 'an interrupted replacement, neither',
    wants: OTHER,
    ledger: ledger('intended', 2, OTHER, was(1, SMALL)),
    found: [],
    does: 'create 3',
  },
  {
    what: 'a replacement that was undone: its generation is not used again',
    wants: OTHER,
    ledger: ledger('present', 1, SMALL, { lastUsedGeneration: 2 }),
    found: [there(1)],
    does: 'replace 3',
    keepsGeneration: 1,
    previous: was(1, SMALL).previous,
  },
  {
    what: 'a change after a replacement that was undone keeps the last used generation',
    wants: LARGE,
    ledger: ledger('present', 1, SMALL, { lastUsedGeneration: 2 }),
    found: [there(1)],
    does: 'update 1',
    previous: was(1, SMALL).previous,
    lastUsedGeneration: 2,
  },
  {
    what: 'two generations of which the ledger knows only the older, as after a recovery',
    wants: SMALL,
    ledger: ledger('intended', 1, SMALL, { lastUsedGeneration: 2, ...was(1, SMALL) }),
    found: [there(1), there(2)],
    does: 'replace 3',
    keepsGeneration: 1,
    previous: { ...was(1, SMALL).previous, uncertain: true },
  },
  {
    what: 'unchanged, with a dead generation beside it',
    wants: SMALL,
    ledger: ledger('present', 2, SMALL),
    found: [there(1, 'failed'), there(2)],
    does: 'update 2',
    previous: was(2, SMALL).previous,
  },
];

describe('a node', () => {
  test.each(CASES)('$what → $does', ({ wants, ledger: known, found, does, ...more }) => {
    const nodes = planChange(provider, [node(wants)], known, found);
    expect(nodes).toHaveLength(1);
    const [planned] = nodes;
    expect(`${planned?.operation} ${planned?.generation}`).toBe(does);
    expect(planned?.properties).toEqual(wants);
    const { keepsGeneration, previous, lastUsedGeneration } = planned ?? {};
    const {
      keepsGeneration: _keeps,
      previous: _previous,
      lastUsedGeneration: _spent,
      what: _what,
      ...none
    } = more;
    expect(none).toEqual({});
    expect({ keepsGeneration, previous, lastUsedGeneration }).toEqual({
      keepsGeneration: more.keepsGeneration,
      previous: more.previous,
      lastUsedGeneration: more.lastUsedGeneration,
    });
    const isThere = found.some(({ generation }) => generation === planned?.generation);
    expect(planned?.cloudId).toBe(isThere ? `id-${planned?.generation}` : undefined);
  });
});

describe('a plan says why a node', () => {
  const known = ledger('present', 1, SMALL);
  const why = (wants: JsonObject, of: Ledger, found: CloudResource[]) =>
    planChange(provider, [node(wants)], of, found)[0]?.why;

  test('is replaced', () => {
    const fixed = (...properties: string[]) => ({ reason: 'cannot_update', properties });
    expect(why(MOVED, known, [there(1)])).toEqual(fixed('place'));
    expect(why(OTHER, known, [there(1)])).toEqual(fixed('machine'));
    expect(why(SMALL, known, [there(1, 'failed')])).toEqual({ reason: 'broken' });
    expect(why(SMALL, known, [there(1), there(2)])).toEqual({ reason: 'unfinished' });
  });

  test('is changed although it is as wanted', () => {
    expect(why(SMALL, ledger('failed', 1, SMALL), [there(1)])).toEqual({ reason: 'unfinished' });
    expect(why(LARGE, known, [there(1)])).toBeUndefined();
    expect(why(SMALL, known, [there(1)])).toBeUndefined();
  });
});

describe('a node that is no longer wanted', () => {
  test('is deleted, whatever state it is in', () => {
    for (const status of ['present', 'intended', 'failed'] as const) {
      const [leaving] = planChange(
        provider,
        [],
        ledger(status, 2, SMALL, { lastUsedGeneration: 3 }),
        [],
      );
      expect(leaving).toMatchObject({
        operation: 'delete',
        generation: 2,
        lastUsedGeneration: 3,
        urn: URN,
      });
    }
    expect(planChange(provider, [], ledger('gone', 2, SMALL), [])).toEqual([]);
  });

  test('keeps its dependencies', () => {
    const known = {
      ...ledger('present', 1, SMALL, { urn: 'urn:base' }),
      ...ledger('present', 1, SMALL, { urn: 'urn:top', dependsOn: ['urn:base'] }),
    };
    const found = [there(1, 'available', 'urn:base'), there(1, 'available', 'urn:top')];
    expect(planChange(provider, [node(SMALL, 'urn:base')], known, found)).toMatchObject([
      { urn: 'urn:base', operation: 'same' },
      { urn: 'urn:top', operation: 'delete', dependsOn: ['urn:base'] },
    ]);
  });

  test('a stray that only the cloud knows is deleted once, up to its last generation', () => {
    const found = [there(4), there(2)];
    const strays = planChange(provider, [], ledger('gone', 7, SMALL), found);
    expect(strays).toMatchObject([{ urn: URN, operation: 'delete', generation: 7 }]);
    expect(planChange(provider, [], {}, found)).toMatchObject([{ generation: 4 }]);
  });
});

describe('every combination of ledger and cloud', () => {
  const STATES = ['none', 'available', 'failed', 'deleting'] as const;
  const LEDGERS: Ledger[] = [
    {},
    ...(['gone', 'intended', 'present', 'failed'] as const).flatMap((status) =>
      [1, 2, 3].flatMap((generation) => [
        ledger(status, generation, SMALL),
        ledger(status, generation, SMALL, { lastUsedGeneration: 5 }),
      ]),
    ),
    ...(['intended', 'failed'] as const).flatMap((status) =>
      [1, 2, 3].flatMap((generation) =>
        [1, 2]
          .filter((before) => before <= generation)
          .map((before) =>
            ledger(status, generation, before === generation ? LARGE : OTHER, was(before, SMALL)),
          ),
      ),
    ),
  ];

  function* worlds() {
    for (const known of LEDGERS) {
      for (const first of STATES) {
        for (const second of STATES) {
          for (const third of STATES) {
            const found = [first, second, third].flatMap((state, index) =>
              state === 'none' ? [] : [there(index + 1, state)],
            );
            for (const wants of [SMALL, LARGE, OTHER, MOVED]) yield { known, found, wants };
          }
        }
      }
    }
  }

  test('reuses no dead generation, keeps a complete one until its successor is ready, and can be undone', () => {
    let count = 0;
    for (const { known, found, wants } of worlds()) {
      const [planned] = planChange(provider, [node(wants)], known, found);
      if (planned === undefined) throw new Error('the wanted node is not in the plan');
      const entry = known[URN];
      const alive = found.filter(({ state }) => state === 'available');
      const isAlive = (generation?: number) => alive.some((it) => it.generation === generation);
      const { generation, keepsGeneration, previous, operation } = planned;
      const asked = Math.max(entry?.generation ?? 0, entry?.lastUsedGeneration ?? 0);
      const isMoved =
        operation === 'replace' && keepsGeneration === undefined && !isAlive(generation);
      const faults = {
        usesTheDead: !isAlive(generation) && generation <= asked,
        standsBelow: found.some(
          (it) => it.generation > generation && it.generation !== keepsGeneration,
        ),
        // When the old generation is wanted again, the kept one is the later one.
        keepsTheDead:
          keepsGeneration !== undefined &&
          (!isAlive(keepsGeneration) ||
            (keepsGeneration >= generation && previous?.generation !== generation)),
        goesBackToTheDead: previous !== undefined && !isAlive(previous.generation),
        keepsAnother:
          keepsGeneration !== undefined &&
          previous !== undefined &&
          ![keepsGeneration, Math.min(keepsGeneration, generation)].includes(previous.generation),
        losesTheWhole:
          previous !== undefined &&
          ![generation, keepsGeneration].includes(previous.generation) &&
          !(isMoved && wants === MOVED),
        leavesTwo: operation === 'same' && found.length !== 1,
        forgets:
          operation !== 'same' && Math.max(generation, planned.lastUsedGeneration ?? 0) < asked,
      };
      const is = Object.entries(faults).filter(([, holds]) => holds);
      expect({ known, found, wants, planned, faults: is }).toMatchObject({ faults: [] });
      count += 1;
    }
    expect(count).toBeGreaterThan(5_000);
  });
});
