/** The facade that the API calls: commands, reads and lists. Knows no HTTP. */
import type { Client } from '@temporalio/client';
import type { LedgerItem } from '../contract/resources/ledger.ts';
import type { GitProtocol } from '../contract/resources/fields/git-source.ts';
import type { RecordOf } from '../contract/resources/schemas.ts';
import type { Timings } from '../contract/temporal/timings.ts';
import type { CloudType, ProviderName, ResourceType } from '../contract/vocabulary.ts';
import type { LintSettings } from '../deployments/lint/rules.ts';
import type { BlobStore } from '../deployments/storage/blob-store.ts';
import { createAdmission } from './admission/admit.ts';
import { createReservations } from './admission/reservation.ts';
import { createStarter } from './admission/start.ts';
import { createArchives, type Archives } from './commands/archives.ts';
import { createCanceler, type Canceler } from './commands/cancel.ts';
import { createPlanConfirmation, type PlanConfirmation } from './commands/confirm.ts';
import { createConnectionDeletion, type ConnectionDeletion } from './commands/delete-connection.ts';
import { createDiscovery, type Discovery } from './commands/discover.ts';
import { createResourceCommands, type ResourceCommands } from './commands/resource-commands.ts';
import { createRetrier, type Retrier } from './commands/retry.ts';
import { withTrustPolicy, type Principals } from './entities/connection-view.ts';
import { getEntity, recordView } from './entities/find.ts';
import { readKubeconfig } from './entities/kubeconfig.ts';
import { ledgerItems, readLedger } from './entities/ledger.ts';
import { recordLost } from './entities/refusals.ts';
import { withUsers } from './entities/users.ts';
import { createResourceKinds } from './kinds/kinds.ts';
import type { DeploymentLimits } from './kinds/resource-kind.ts';
import { createLister, type Lister } from './list/lists.ts';
import { createLogReader, type LogReader } from './log/log-reader.ts';
import { createPreviewer } from './preview/preview.ts';
import { createStateAccess, type StateReading } from './state/access.ts';
import { createStateFiles, type StateFiles } from './state/files.ts';
import { createStateReader, type StateReader } from './state/reader.ts';
import { createPlanReader, type PlanReader } from './plan/reader.ts';
import { createOperationReader, type OperationReader } from './read/reader.ts';
import type { Urls } from './read/links.ts';
import type { Principal } from './temporal/calls.ts';
import { workerPolls, type WorkerPolls } from './temporal/worker-polls.ts';
import { createWriteProbe } from './temporal/write-probe.ts';
import { createDeliveries, type Deliveries } from './webhooks/deliveries.ts';
import { createTimelineReader, type TimelineReader } from './timeline/timeline-pages.ts';

export interface OperationsOptions {
  client: Client;
  taskQueue: string;
  urls: Urls;
  timings: Timings;
  queryTimeoutMs: number;
  /** Where the files of deployments are kept. */
  blobs: BlobStore;
  limits: DeploymentLimits;
  /** The limit on an archive of a module's files. */
  maxArchiveBytes: number;
  /** What the modules of deployments may contain. */
  moduleRules: LintSettings;
  /** The protocols of the git repositories that sources may name. */
  gitProtocols: readonly GitProtocol[];
  /** False if the service offers no deployments. */
  runsEngines: boolean;
  /** Whether members may read states. */
  stateReading: StateReading;
  /** The providers that requests without a connection may use. */
  ownAccounts: readonly ProviderName[];
  /** How long the verification of a connection waits for the role, in milliseconds. */
  roleWaitMs: number;
  /** The identities that the trust policies of connections name. */
  principals: Principals;
  newId(): string;
  /** Returns a new external id for a connection of the organization. */
  newExternalId(organizationId: string): string;
  now(): Date;
}

export interface Operations
  extends
    OperationReader,
    PlanReader,
    StateReader,
    StateFiles,
    LogReader,
    TimelineReader,
    ResourceCommands,
    ConnectionDeletion,
    Discovery,
    Retrier,
    Canceler,
    PlanConfirmation,
    Archives,
    Deliveries {
  list: Lister;
  /** The record of a resource, as a client sees it. Throws `not_found`. */
  resource<Type extends ResourceType>(
    principal: Principal,
    type: Type,
    id: string,
  ): Promise<RecordOf<Type>>;
  /** The nodes that the resource consists of. Throws `not_found`, `record_lost`, and `no_worker` when no worker answers. */
  ledger(principal: Principal, type: CloudType, id: string): Promise<LedgerItem[]>;
  /** A kubeconfig for the cluster, as JSON. Throws `not_found` and `cluster_not_ready`. */
  kubeconfig(principal: Principal, clusterId: string): Promise<unknown>;
  /** Which task queues a worker polls. Throws `temporal_unavailable`, also when Temporal cannot write. */
  readiness(): Promise<WorkerPolls>;
}

export function createOperations(options: OperationsOptions): Operations {
  const { client, taskQueue, urls, timings, queryTimeoutMs, blobs, limits, newId, now } = options;
  const {
    moduleRules,
    gitProtocols,
    runsEngines,
    ownAccounts,
    roleWaitMs,
    principals,
    newExternalId,
  } = options;
  const access = createStateAccess(options.stateReading);
  const starter = createStarter({ client, taskQueue, timings });
  const reader = createOperationReader({ client, urls, queryTimeoutMs, now });
  const writeProbe = createWriteProbe({ client, taskQueue, newId, now: () => now().getTime() });
  const reservations = createReservations(client, starter);
  const kindDeps = {
    client,
    taskQueue,
    reservations,
    blobs,
    limits,
    moduleRules,
    gitProtocols,
    access,
    runsEngines,
    ownAccounts,
    timings,
    roleWaitMs,
    newId,
    newExternalId,
  };
  const kinds = createResourceKinds(kindDeps);
  const previewer = createPreviewer({ kinds, urls, now });
  const admit = createAdmission({ client, starter, reader, previewer, urls, newId });
  return {
    ...reader,
    ...createPlanReader(client, blobs),
    ...createStateReader({ client, blobs, access }),
    ...createStateFiles({ blobs, access, now }),
    ...createTimelineReader(client),
    ...createLogReader({ client, blobs, reader, now }),
    ...createResourceCommands(kinds, admit),
    ...createConnectionDeletion({ client, reservations, principals, newId }),
    ...createDiscovery({ client, ownAccounts, admit, timings }),
    ...createRetrier({ client, admit, reader, kinds, timings }),
    ...createCanceler(client, reader),
    ...createPlanConfirmation(client, reader),
    ...createArchives({ blobs, maxBytes: options.maxArchiveBytes, now }),
    ...createDeliveries({ client, taskQueue, timings }),
    list: createLister({ client, reader, urls, now }),
    async resource(principal, type, id) {
      const entity = await getEntity(client, principal, type, id);
      return withUsers(withTrustPolicy(recordView(entity), principals), entity.memo);
    },
    async ledger(principal, type, id) {
      const { lost, memo } = await getEntity(client, principal, type, id);
      if (lost) throw recordLost(type, id);
      return ledgerItems(await readLedger(client, memo.record.organizationId, type, id));
    },
    kubeconfig: (principal, clusterId) => readKubeconfig(client, principal, clusterId),
    async readiness() {
      const [polls] = await Promise.all([
        workerPolls(client, taskQueue, now()),
        writeProbe.check(),
      ]);
      return polls;
    },
  };
}
