/** What the API calls: reading, submitting and listing, and whether Temporal is there. Knows no HTTP. */
import type { Client } from '@temporalio/client';
import type { Pace, ResourceRecord } from '../contract/durable.ts';
import type { BlobStore } from '../deployments/blob-store.ts';
import type { LedgerItem } from '../contract/ledger.ts';
import { createCanceler, type Canceler } from './cancel.ts';
import { createConnectionSubmitter, type ConnectionSubmitter } from './connections.ts';
import { createDecider, type Decider } from './decide.ts';
import {
  createDeploymentSubmitter,
  type DeploymentLimits,
  type DeploymentSubmitter,
} from './deployments.ts';
import { readKubeconfig } from './kubeconfig.ts';
import { createLister, type Lister } from './list.ts';
import { createOperationReader, type OperationReader } from './read.ts';
import { getEntity, recordView, type StoredType } from './resources.ts';
import { createAdmission } from './admission.ts';
import { createAlterer, type Alterer } from './alter.ts';
import { ledgerItems, readLedger } from './ledger.ts';
import { createPreviewer } from './preview.ts';
import { createRetrier, type Retrier } from './retry.ts';
import { createReservations, recordLost } from './reservation.ts';
import { createStarter } from './start.ts';
import { createTimelineReader, type TimelineReader } from './timelines.ts';
import { createSubmitter, type Submitter } from './submit.ts';
import { withDeadline, type Principal } from './temporal.ts';
import type { Places } from './view.ts';

export interface OperationsOptions {
  client: Client;
  taskQueue: string;
  places: Places;
  pace: Pace;
  queryTimeoutMs: number;
  /** Where the files of deployments are kept. */
  blobs: BlobStore;
  limits: DeploymentLimits;
  newId(): string;
  now(): Date;
}

export interface Operations
  extends
    OperationReader,
    TimelineReader,
    Submitter,
    Alterer,
    DeploymentSubmitter,
    ConnectionSubmitter,
    Retrier,
    Canceler,
    Decider {
  list: Lister;
  resource(principal: Principal, type: StoredType, id: string): Promise<ResourceRecord>;
  /** The cloud resources that it consists of. Throws `not_found`, and `no_worker` when none answers. */
  ledger(principal: Principal, type: StoredType, id: string): Promise<LedgerItem[]>;
  /** How kubectl gets to it. Throws `not_found` and `cluster_not_ready`. */
  kubeconfig(principal: Principal, clusterId: string): Promise<unknown>;
  /** Whether a worker polls the task queue. Throws `temporal_unavailable`. */
  workerPolls(): Promise<boolean>;
}

export function createOperations(options: OperationsOptions): Operations {
  const { client, taskQueue, places, pace, queryTimeoutMs, blobs, limits, newId, now } = options;
  const starter = createStarter({ client, taskQueue, pace });
  const reader = createOperationReader({ client, places, queryTimeoutMs, now });
  const previewer = createPreviewer({ client, taskQueue, places, blobs, now });
  const admit = createAdmission({ client, starter, reader, previewer, places, newId });
  const reservations = createReservations(client, starter);
  return {
    ...reader,
    ...createTimelineReader(client),
    ...createCanceler(client, reader),
    ...createSubmitter({ client, admit, reservations, pace, newId }),
    ...createDecider(client, reader),
    ...createConnectionSubmitter({ client, admit, reservations, pace, newId }),
    ...createDeploymentSubmitter({ client, admit, reservations, blobs, limits, pace, newId }),
    ...createAlterer({ client, admit, reservations, pace }),
    ...createRetrier({ client, admit, reader, reservations, blobs, pace, newId }),
    list: createLister({ client, reader, places, now }),
    async resource(principal, type, id) {
      return recordView(await getEntity(client, principal, type, id));
    },
    async ledger(principal, type, id) {
      const { lost, memo } = await getEntity(client, principal, type, id);
      if (lost) throw recordLost(type, id);
      return ledgerItems(await readLedger(client, memo.record.organizationId, type, id));
    },
    kubeconfig: (principal, clusterId) => readKubeconfig(client, principal, clusterId),
    async workerPolls() {
      const { pollers } = await withDeadline(client, () =>
        client.workflowService.describeTaskQueue({
          namespace: client.options.namespace,
          taskQueue: { name: taskQueue },
        }),
      );
      const freshMs = 70_000;
      return pollers.some(({ lastAccessTime }) => {
        const seconds = Number(lastAccessTime?.seconds ?? 0);
        return now().getTime() - seconds * 1000 < freshMs;
      });
    },
  };
}
