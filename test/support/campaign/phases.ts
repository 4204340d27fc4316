/** The phases of operations, for tests that strike in the middle of one. */
import { expect } from 'vitest';
import type { Operation } from '../../../contract/operations/operation.ts';
import type { SlipwayClient } from '../stack/client.ts';
import { campaign } from './campaign.ts';
import { CLUSTER, EVERYTHING, type Spec } from './changes.ts';

const COREDNS_FAILS = { type: 'addon', name: 'coredns', when: 'ready', kind: 'error' };
const GREEN_FAILS = { type: 'node_group', name: 'green', when: 'ready', kind: 'error' };

interface PhaseDefinition {
  /** Begins the operation. */
  begin(client: SlipwayClient, name: string): Promise<Operation>;
  isUnderWay(operation: Operation): boolean;
  /** About how many changes the operation shows from there on. */
  changes: number;
  /** The spec of the cluster that exists at the end, if one does. */
  remainingSpec?: Spec;
  /** How the operation fails. Without it the operation succeeds. */
  ends?(name: string): { status: 'failed'; code: string; causedBy: unknown };
}

const { networkId: _networkId, ...ON_OWN_NETWORK } = EVERYTHING.from;
/** In the campaign the cluster has a network of its own. */
const FROM = campaign.full ? ON_OWN_NETWORK : EVERYTHING.from;
const TO = { ...FROM, ...EVERYTHING.patch };

/** About the number of changes of a create or a deletion. */
const CLUSTER_CHANGES = campaign.rounds(20, 60);

const isPastClaim = ({ progress }: Operation) => progress.stage !== 'queued';
const isRollingBack = ({ progress }: Operation) => progress.stage === 'rolling_back';

function createFailed(name: string, key: string) {
  const causedBy = expect.stringMatching(new RegExp(`:${name}:${key}$`));
  return { status: 'failed' as const, code: 'create_failed', causedBy };
}

async function createCluster(
  client: SlipwayClient,
  name: string,
  spec: object = CLUSTER,
): Promise<void> {
  await client.succeeded((await client.submit('/clusters', { name, ...spec })).id);
}

/** Retries an operation that fails. */
async function retryOf(client: SlipwayClient, { id }: Operation): Promise<Operation> {
  await client.finished(id);
  return client.submit(`/operations/${id}/retry`);
}

const definitions = {
  create: {
    begin: (client, name) => client.submit('/clusters', { name, ...CLUSTER }),
    isUnderWay: isPastClaim,
    changes: CLUSTER_CHANGES,
    remainingSpec: CLUSTER,
  },
  delete: {
    async begin(client, name) {
      await createCluster(client, name);
      return client.remove(`/clusters/${name}`);
    },
    isUnderWay: isPastClaim,
    changes: CLUSTER_CHANGES,
  },
  rollback: {
    begin: (client, name) =>
      client.submit('/clusters', { name, ...CLUSTER, simulation: { faults: [COREDNS_FAILS] } }),
    isUnderWay: isRollingBack,
    changes: CLUSTER_CHANGES,
    ends: (name) => createFailed(name, 'addon/coredns'),
  },
  update: {
    async begin(client, name) {
      await createCluster(client, name, FROM);
      return client.patch(`/clusters/${name}`, EVERYTHING.patch);
    },
    isUnderWay: isPastClaim,
    changes: 20,
    remainingSpec: TO,
  },
  'rollback of an update': {
    async begin(client, name) {
      await createCluster(client, name, FROM);
      const simulation = { faults: [GREEN_FAILS] };
      return client.patch(`/clusters/${name}`, { ...EVERYTHING.patch, simulation });
    },
    isUnderWay: isRollingBack,
    changes: 10,
    remainingSpec: FROM,
    ends: (name) => createFailed(name, 'node_group/green'),
  },
  'retry of a create': {
    async begin(client, name) {
      const simulation = { faults: [COREDNS_FAILS] };
      const spec = { name, ...CLUSTER, onFailure: 'retain', simulation };
      return retryOf(client, await client.submit('/clusters', spec));
    },
    isUnderWay: isPastClaim,
    changes: 8,
    remainingSpec: CLUSTER,
  },
  'retry of an update': {
    async begin(client, name) {
      await createCluster(client, name, FROM);
      const simulation = { faults: [GREEN_FAILS] };
      const patch = { ...EVERYTHING.patch, onFailure: 'retain', simulation };
      return retryOf(client, await client.patch(`/clusters/${name}`, patch));
    },
    isUnderWay: isPastClaim,
    changes: 10,
    remainingSpec: TO,
  },
} as const satisfies Record<string, PhaseDefinition>;
export type Phase = keyof typeof definitions;
export const PHASES: Record<Phase, PhaseDefinition> = definitions;
export const PHASE_NAMES = Object.keys(definitions) as Phase[];
