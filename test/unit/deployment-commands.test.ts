/** What requests on a deployment ask of its next operation, and which of them are refused. */
import type { Client } from '@temporalio/client';
import { beforeEach, describe, expect, test } from 'vitest';
import type { UpdateRequestOf } from '../../contract/resources/schemas.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { RESOURCE_WORKFLOW } from '../../contract/temporal/names.ts';
import type { Submission } from '../../operations/admission/submission.ts';
import { createDeploymentKind } from '../../operations/kinds/deployment.ts';
import { pinned } from '../../operations/kinds/source/git.ts';
import type { KindDeps } from '../../operations/kinds/resource-kind.ts';
import { storedSource } from '../../deployments/storage/stored-source.ts';
import { storeSource } from '../../deployments/storage/source.ts';
import { archiveKeys, deploymentKeys } from '../../deployments/storage/keys.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { storeStateFile } from '../../deployments/state/state-uploads.ts';
import { createStateAccess, type StateReading } from '../../operations/state/access.ts';
import { memoryBlobs } from '../support/deployments/memory-blobs.ts';
import { stateFile } from '../support/deployments/state-file.ts';

const FILES = { 'main.tf': 'resource "random_id" "a" { byte_length = 4 }' };
const UID = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const submission: Submission = {
  principal: { organizationId: 'acme', memberId: 'me' },
  operationId: 'operation',
  validateOnly: false,
};

let stored: Map<string, Buffer>;
let blobs: BlobStore;

beforeEach(async () => {
  stored = new Map();
  blobs = memoryBlobs(stored);
  await storeSource(blobs, deploymentKeys('acme', UID), FILES);
});

/** The commands on a deployment whose spec has these fields, while another operation holds it. */
function commands(more: object, busy = false, reading: StateReading = 'refused') {
  const spec = {
    variables: {},
    secrets: {},
    environment: {},
    engine: 'opentofu',
    confirm: 'auto',
    onFailure: 'retain',
    targets: [],
    source: storedSource({ files: FILES }),
    ...more,
  };
  const record = {
    id: 'web',
    uid: UID,
    organizationId: 'acme',
    name: 'web',
    status: 'active',
    spec,
    outputs: {},
    operationId: UID,
    createdAt: '2026-11-24T05:18:24.000Z',
    updatedAt: '2026-11-24T05:18:24.000Z',
  };
  const description = {
    runId: 'run',
    type: RESOURCE_WORKFLOW,
    status: { name: 'RUNNING' },
    memo: { resourceType: 'deployment', record },
  };
  const client = {
    workflow: { getHandle: () => ({ describe: async () => description }) },
    withDeadline: (_at: number, call: () => unknown) => call(),
  } as unknown as Client;
  const deps = {
    client,
    blobs,
    reservations: {
      async refuseBusy() {
        if (busy) throw new RequestError('resource_busy', 'busy');
      },
      async revive() {},
    },
    limits: { confirmationTimeoutMs: 1, engineTimeoutMs: 1 },
    gitProtocols: ['https'],
    moduleRules: { allowedBackends: [], allowLocalExec: false },
    timings: {},
    access: createStateAccess(reading),
    newId: () => UID,
  } as unknown as KindDeps;
  return createDeploymentKind(deps);
}

test('a protected deployment is not deleted, also not in a preview', async () => {
  const deployment = commands({ deletionProtection: true });
  for (const validateOnly of [true, false]) {
    await expect(deployment.delete({ ...submission, validateOnly }, 'web')).rejects.toMatchObject({
      code: 'deletion_protected',
    });
  }
  const { delete: remove } = commands({ deletionProtection: false });
  expect(await remove(submission, 'web')).toMatchObject({
    subject: { operation: 'destroy_deployment' },
    confirmationTimeoutMs: 1,
  });
});

test('a preview does not wait for the operation that holds the deployment', async () => {
  const deployment = commands({}, true);
  await expect(deployment.update(submission, 'web', {})).rejects.toThrow('busy');
  await expect(deployment.delete(submission, 'web')).rejects.toThrow('busy');
  const preview = { ...submission, validateOnly: true };
  expect(await deployment.update(preview, 'web', {})).toMatchObject({ creating: false });
  expect(await deployment.delete(preview, 'web')).toHaveProperty('subject');
});

test('replace and refreshOnly are for one operation, and not part of the spec', async () => {
  const { update } = commands({});
  const replacing = await update(submission, 'web', { replace: ['random_id.a'] });
  expect(replacing).toMatchObject({ run: { replace: ['random_id.a'] } });
  expect(replacing).not.toHaveProperty('spec.replace');
  const refreshing = await update(submission, 'web', { refreshOnly: true });
  expect(refreshing).toMatchObject({ run: { refreshOnly: true } });
  expect(refreshing).not.toHaveProperty('spec.refreshOnly');
  expect(await update(submission, 'web', { replace: [], refreshOnly: false })).not.toHaveProperty(
    'run',
  );
});

describe('a deployment from a git repository', () => {
  const git = { url: 'https://example.com/a.git', ref: 'main' };
  const commit = 'c'.repeat(40);
  const digest = 'a'.repeat(64);
  const fetched = {
    ...storedSource({ files: FILES }),
    archive: { sha256: digest, bytes: 1 },
    git: { ...git, commit },
  };
  const sourceAfter = async (patch: UpdateRequestOf<'deployment'>) => {
    const { spec } = (await commands({ source: fetched }).update(submission, 'web', patch)) as {
      spec: { source: object };
    };
    return spec.source;
  };

  beforeEach(() => {
    stored.set(
      archiveKeys('acme', digest).index,
      Buffer.from(JSON.stringify({ bytes: 1, files: FILES })),
    );
  });

  test('keeps its commit as long as nothing about the repository changes', async () => {
    expect(await sourceAfter({ variables: {} })).toEqual(fetched);
    expect(await sourceAfter({ source: { git: { ref: 'main' } } })).toEqual(fetched);
    expect(await sourceAfter({ source: { workingDirectory: null } })).toEqual(fetched);
  });

  test('is fetched anew from another ref, and by a refresh', async () => {
    const unfetched = { ...storedSource({ files: {} }), git: { ...git, ref: 'next' } };
    expect(await sourceAfter({ source: { git: { ref: 'next' } } })).toEqual(unfetched);
    expect(await sourceAfter({ source: { git: { ref: null } } })).toMatchObject({
      git: { url: git.url },
      files: [],
    });
    const input = await commands({ source: fetched }).refreshSource(submission, 'web');
    expect(input).toMatchObject({ creating: false, spec: { source: { git, files: [] } } });
    expect(input).not.toHaveProperty('spec.source.archive');
    expect(input).not.toHaveProperty('spec.source.git.commit');
  });

  test('takes no single files, no protocol that is not allowed, and no repository without a URL', async () => {
    const refused = (source: object, before: object = fetched) =>
      expect(
        commands({ source: before }).update(submission, 'web', { source }),
      ).rejects.toMatchObject({ code: 'invalid_request' });
    await refused({ files: { 'a.tf': '' } });
    await refused({ git: { url: 'file:///tmp/a.git' } });
    const plain = storedSource({ files: FILES });
    await refused({ git: { ref: 'main' } }, plain);
    await expect(
      commands({ source: plain }).refreshSource(submission, 'web'),
    ).rejects.toMatchObject({ code: 'invalid_request' });
  });

  test('is retried at the commit that the first operation has shown', async () => {
    const unfetched = { ...storedSource({ files: {} }), git };
    const input = await commands({ source: unfetched }).update(submission, 'web', {});
    expect(pinned(input, commit)).toMatchObject({
      spec: { source: { git: { ...git, commit }, files: [] } },
    });
    expect(pinned(input, undefined)).toEqual(input);
  });
});

test('a deployment that excludes resources cannot change to Terraform', async () => {
  const { update } = commands({ excludes: ['random_id.a'] });
  await expect(update(submission, 'web', { engine: 'terraform' })).rejects.toMatchObject({
    code: 'invalid_request',
    faults: [{ pointer: '/excludes', detail: expect.stringContaining('OpenTofu') as string }],
  });
});

test('a state of another lineage, or an older one, is refused without force', async () => {
  const keys = deploymentKeys('acme', UID);
  stored.set(keys.state, stateFile({ serial: 5 }));
  const { update } = commands({});
  const push = async (state: Buffer, more: object = {}) => {
    const { sha256: file } = await storeStateFile(blobs, 'acme', state, 0);
    return { file, input: update(submission, 'web', { state: { file, ...more } }) };
  };
  const refused = {
    foreign: stateFile({ serial: 9, lineage: 'two' }),
    old: stateFile({ serial: 5 }),
  };
  await expect((await push(refused.foreign)).input).rejects.toMatchObject({
    code: 'lineage_mismatch',
  });
  await expect((await push(refused.old)).input).rejects.toMatchObject({ code: 'serial_not_newer' });
  for (const [state, more] of [
    [refused.foreign, { force: true }],
    [stateFile({ serial: 6 }), {}],
  ] as const) {
    const { file, input } = await push(state, more);
    expect(await input).toMatchObject({ run: { state: { file, onVersion: 1 } } });
    expect(await input).not.toHaveProperty('spec.state');
  }
  const unknown = update(submission, 'web', { state: { file: '0'.repeat(64) } });
  await expect(unknown).rejects.toMatchObject({ faults: [{ pointer: '/state/file' }] });
  for (const version of [1, 2]) {
    await expect(update(submission, 'web', { state: { version } })).rejects.toMatchObject({
      faults: [{ pointer: '/state/version' }],
    });
  }
});

test('a deployment is given up only by those who may read its state, and if it is not protected', async () => {
  const keepResources = true;
  const refusing = commands({});
  await expect(refusing.delete(submission, 'web', { keepResources })).rejects.toMatchObject({
    code: 'state_read_refused',
  });
  const allowing = commands({}, false, 'allowed');
  expect(await allowing.delete(submission, 'web', { keepResources })).toMatchObject({
    subject: { operation: 'destroy_deployment' },
    keepResources: true,
  });
  const preview = { ...submission, validateOnly: true };
  await expect(allowing.delete(preview, 'web', { keepResources })).rejects.toMatchObject({
    code: 'invalid_query',
  });
  const protectedOne = commands({ deletionProtection: true }, false, 'allowed');
  await expect(protectedOne.delete(submission, 'web', { keepResources })).rejects.toMatchObject({
    code: 'deletion_protected',
  });
});
