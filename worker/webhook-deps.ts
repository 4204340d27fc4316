/** What the activities of webhooks need: the commands of the service, the forges, and the secrets. */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import type { WebhookDeps } from '../activities/webhooks/source-commands.ts';
import { apiUrlOf, operationsOptionsOf } from '../config/operations-options.ts';
import { forgeApisOf, type Settings } from '../config/settings.ts';
import { externalIdOf, timeSortedId } from '../contract/ids.ts';
import { directoryBlobStore } from '../deployments/storage/blob-store.ts';
import { fileSecrets } from '../deployments/storage/secrets.ts';
import { createForges } from '../forges/open-forge.ts';
import { createOperations } from '../operations/index.ts';
import { sourceCommands } from './source-commands.ts';

export function webhookDeps(settings: Settings, client: Client): WebhookDeps {
  const api = apiUrlOf(settings);
  const operations = createOperations({
    client,
    urls: { api },
    blobs: directoryBlobStore(path.resolve(settings.SLIPWAY_BLOBS_DIR)),
    ...operationsOptionsOf(settings),
    newId: () => timeSortedId(Date.now(), randomBytes(16)),
    newExternalId: (organizationId) => externalIdOf(organizationId, randomBytes(16)),
    now: () => new Date(),
  });
  return {
    sources: sourceCommands(operations, settings.SLIPWAY_PUBLIC_URL === '' ? undefined : api),
    openForge: createForges({ apiUrls: forgeApisOf(settings), now: () => Date.now() }),
    readSecret: fileSecrets(path.resolve(settings.SLIPWAY_SECRETS_DIR)),
  };
}
