/** What the API calls: reading, submitting and listing, and whether Temporal is there. Knows no HTTP. */
import type { Client } from '@temporalio/client';
import type { ResourceRecord } from '../contract/resources/schemas.ts';
import type { Timings } from '../contract/temporal/timings.ts';
import type { BlobStore } from '../deployments/storage/blob-store.ts';
import type { LedgerItem } from '../contract/resources/ledger.ts';
import { createCanceler, type Canceler } from './commands/cancel.ts';
import { createConnectionSubmitter, type ConnectionSubmitter } from './commands/connections.ts';
import { createPlanConfirmation, type PlanConfirmation } from './commands/confirm.ts';
import {
  createDeploymentSubmitter,
  type DeploymentLimits,
  type DeploymentSubmitter,
} from './commands/deployments.ts';
import { readKubeconfig } from './entities/kubeconfig.ts';
import { createLister, type Lister } from './list/lists.ts';
import { createOperationReader, type OperationReader } from './read/reader.ts';
import { getEntity, recordView, type StoredType } from './entities/resources.ts';
import { createAdmission } from './admission/admit.ts';
import { createResourceCommands, type ResourceCommands } from './commands/resource-commands.ts';
import { ledgerItems, readLedger } from './entities/ledger.ts';
import { createPreviewer } from './preview/preview.ts';
import { createRetrier, type Retrier } from './commands/retry.ts';
import { createReservations, recordLost } from './admission/reservation.ts';
import { createStarter } from './admission/start.ts';
import { createTimelineReader, type TimelineReader } from './timeline/timeline-pages.ts';
import { createSubmitter, type Submitter } from './commands/create.ts';
import { withDeadline, type Principal } from './temporal/calls.ts';
import type { Urls } from './read/view.ts';

export interface OperationsOptions {
  client: Client;
  taskQueue: string;
  urls: Urls;
  timings: Timings;
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
    ResourceCommands,
    DeploymentSubmitter,
    ConnectionSubmitter,
    Retrier,
    Canceler,
    PlanConfirmation {
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
  const { client, taskQueue, urls, timings, queryTimeoutMs, blobs, limits, newId, now } = options;
  const starter = createStarter({ client, taskQueue, timings });
  const reader = createOperationReader({ client, urls, queryTimeoutMs, now });
  const previewer = createPreviewer({ client, taskQueue, urls, blobs, now });
  const admit = createAdmission({ client, starter, reader, previewer, urls, newId });
  const reservations = createReservations(client, starter);
  return {
    ...reader,
    ...createTimelineReader(client),
    ...createCanceler(client, reader),
    ...createSubmitter({ client, admit, reservations, timings, newId }),
    ...createPlanConfirmation(client, reader),
    ...createConnectionSubmitter({ client, admit, reservations, timings, newId }),
    ...createDeploymentSubmitter({ client, admit, reservations, blobs, limits, timings, newId }),
    ...createResourceCommands({ client, admit, reservations, timings }),
    ...createRetrier({ client, admit, reader, reservations, blobs, timings, newId }),
    list: createLister({ client, reader, urls, now }),
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
