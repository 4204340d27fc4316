/** A cloud in memory that refuses what a real one refuses, and a plan with dependencies to run on it. */
import { planChange } from '../../../activities/planning/plan-change.ts';
import type { JsonObject, Ledger, PlannedNode } from '../../../contract/resources/graph.ts';
import type { CloudResource, Provider } from '../../../providers/provider.ts';

export interface Wanted {
  name: string;
  dependsOn?: readonly string[];
  size: string;
  /** It refers to its dependencies from its creation on. When one leaves, it is replaced like this. */
  refers?: 'create_then_delete' | 'delete_then_create';
}

/** Several branches over one root, which join again. */
export const NETWORK_AND_CLUSTER: readonly Wanted[] = [
  { name: 'vpc', size: 'small' },
  { name: 'subnet-a', dependsOn: ['vpc'], size: 'small' },
  { name: 'subnet-b', dependsOn: ['vpc'], size: 'small' },
  { name: 'gateway', dependsOn: ['vpc'], size: 'small' },
  { name: 'route', dependsOn: ['subnet-a', 'gateway'], size: 'small' },
  { name: 'cluster', dependsOn: ['subnet-a', 'subnet-b'], size: 'small' },
  { name: 'workers', dependsOn: ['cluster'], size: 'small' },
];

export function urnOf(name: string): string {
  return `urn:slipway:local:cluster:demo:part/${name}`;
}

function nodesOf(wanted: readonly Wanted[]): PlannedNode[] {
  return wanted.map(({ name, dependsOn = [], size, refers }) => ({
    urn: urnOf(name),
    type: 'part',
    name,
    operation: 'create',
    generation: 1,
    dependsOn: dependsOn.map(urnOf),
    properties: { size, ...(refers !== undefined && { refers }) },
    deadlineSeconds: 60,
  }));
}

/** A size that begins with "new" needs a replacement beside the old generation; others update in place. */
const provider: Pick<Provider, 'change' | 'fixedChanges'> = {
  fixedChanges: () => [],
  change(from, to, superseded) {
    const refers = refersOf(from.properties);
    if (refers !== undefined && from.dependsOn.some((urn) => superseded?.has(urn))) return refers;
    const size = sizeOf(to.properties);
    if (from.properties['size'] === size) return 'same';
    return size.startsWith('new') ? 'create_then_delete' : 'update';
  },
};

interface Thing {
  cloudId: string;
  generation: number;
  properties: JsonObject;
  dependsOn: readonly string[];
}

export class FakeCloud {
  readonly #things = new Map<string, Thing>();
  readonly #deleted = new Set<string>();
  /** What the saga did that it must never do. */
  readonly violations: string[] = [];

  /** The plan that takes the cloud from what it has to what is wanted. */
  plan(wanted: readonly Wanted[], ledger: Ledger): PlannedNode[] {
    if (Object.keys(ledger).length === 0) return nodesOf(wanted);
    return planChange(provider, nodesOf(wanted), ledger, this.resources());
  }

  /** Creates or changes it; repeating that changes nothing. Undefined: its identity is spent. */
  ensure(node: PlannedNode): string | undefined {
    const cloudId = `${node.urn}#${node.generation}`;
    if (this.#deleted.has(cloudId)) return undefined;
    for (const urn of node.dependsOn) {
      if (!this.urns().includes(urn)) this.violations.push(`${node.urn} before ${urn}`);
    }
    const { generation, properties } = node;
    for (const [id, other] of this.#things) {
      const isKept = [generation, node.keepsGeneration].includes(other.generation);
      if (id.startsWith(`${node.urn}#`) && !isKept) this.#delete(id);
    }
    const isFixed = refersOf(properties) !== undefined;
    const dependsOn = (isFixed && this.#things.get(cloudId)?.dependsOn) || node.dependsOn;
    this.#things.set(cloudId, { cloudId, generation, properties, dependsOn });
    return cloudId;
  }

  /** Deletes every generation but the one to keep. */
  remove(node: PlannedNode, keepGeneration?: number): void {
    const mine = [...this.#things.values()].filter((it) => it.cloudId.startsWith(`${node.urn}#`));
    for (const { cloudId, generation } of mine) {
      if (generation === keepGeneration) continue;
      this.#delete(cloudId);
    }
    if (this.urns().includes(node.urn)) return;
    for (const thing of this.#things.values()) {
      if (thing.dependsOn.includes(node.urn))
        this.violations.push(`${node.urn} is deleted before ${thing.cloudId}`);
    }
  }

  #delete(cloudId: string): void {
    this.#things.delete(cloudId);
    this.#deleted.add(cloudId);
  }

  urns(): string[] {
    return [...new Set([...this.#things.keys()].map((cloudId) => cloudId.split('#')[0] ?? ''))];
  }

  /** Every generation that exists, by its cloud id and size. */
  things(): string[] {
    return [...this.#things.values()].map(lineOf);
  }

  /** What exists, by name and size, to be compared with what is wanted. */
  contents(): string[] {
    return [...this.#things.values()]
      .map(({ cloudId, properties }) => `${nameOf(cloudId)} ${sizeOf(properties)}`)
      .toSorted();
  }

  resources(): CloudResource[] {
    return [...this.#things.values()].map(({ cloudId, generation }) => {
      const name = nameOf(cloudId);
      const urn = urnOf(name);
      return { cloudId, urn, type: 'part', name, generation, state: 'available', outputs: {} };
    });
  }
}

function refersOf({ refers }: JsonObject): Wanted['refers'] {
  return refers === 'create_then_delete' || refers === 'delete_then_create' ? refers : undefined;
}

function sizeOf({ size }: JsonObject): string {
  return typeof size === 'string' ? size : '';
}

function nameOf(cloudId: string): string {
  return cloudId.split('/').at(-1)?.split('#')[0] ?? '';
}

function lineOf({ cloudId, properties }: Pick<Thing, 'cloudId' | 'properties'>): string {
  return `${cloudId} ${sizeOf(properties)}`;
}

/** What the cloud has once exactly this is there. */
export function contentsOf(wanted: readonly Wanted[]): string[] {
  return wanted.map(({ name, size }) => `${name} ${size}`).toSorted();
}

/**
 * Differences between what a ledger says and what the cloud has; a truthful ledger has none. A deletion
 * writes its ledger at the end, so after one that was terminated `present` proves nothing.
 */
export function untruthsOf(
  ledger: Ledger,
  cloud: FakeCloud,
  { isTerminatedDeletion = false } = {},
): string[] {
  const things = new Set(cloud.things());
  const untruths: string[] = [];
  for (const { urn, status, generation, properties } of Object.values(ledger)) {
    const isThere = cloud.urns().includes(urn);
    if (status === 'gone' && isThere) untruths.push(`${urn} is not gone`);
    const line = lineOf({ cloudId: `${urn}#${generation}`, properties });
    if (status === 'present' && !isTerminatedDeletion && !things.has(line))
      untruths.push(`${line} is not there`);
  }
  for (const urn of cloud.urns()) {
    if (ledger[urn] === undefined) untruths.push(`${urn} is not in the ledger`);
  }
  return untruths;
}
