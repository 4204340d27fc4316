/** The stored states of deployments over HTTP, and who may read them. */
import type { Client } from '@temporalio/client';
import { describe, expect, test } from 'vitest';
import { RESOURCE_WORKFLOW } from '../../../contract/temporal/names.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { createStateStore } from '../../../deployments/storage/state-store.ts';
import { createStateAccess } from '../../../operations/state/access.ts';
import { createStateReader } from '../../../operations/state/reader.ts';
import { startLoneApi } from '../../support/api/lone-api.ts';
import { memoryBlobs } from '../../support/deployments/memory-blobs.ts';
import { stateFile } from '../../support/deployments/state-file.ts';

const OPERATION = '01M85ZVC0FWGZ5V2BRCVY6G1ZY';
const record = { id: 'web', uid: 'uid', organizationId: 'local', name: 'web' };
const client = {
  workflow: {
    getHandle: () => ({
      describe: async () => ({
        type: RESOURCE_WORKFLOW,
        status: { name: 'RUNNING' },
        memo: { resourceType: 'deployment', record },
      }),
    }),
  },
  withDeadline: (_at: number, call: () => unknown) => call(),
} as unknown as Client;

const keys = deploymentKeys('local', 'uid');
const blobs = memoryBlobs();
const first = stateFile({
  serial: 1,
  resources: { 'random_id.a': [{ attributes: { id: 'old' } }] },
});
const second = stateFile({
  serial: 2,
  resources: { 'random_id.a': [{ attributes: { id: 'new' } }] },
  outputs: {
    password: { value: 'p4ssword', type: 'string', sensitive: true },
    big: { value: ['x'.repeat(100_000)], type: ['list', 'string'] },
  },
});
for (const [i, content] of [first, second].entries()) {
  const store = createStateStore(blobs, keys, () => Date.parse('2026-11-24T05:18:24.000Z') + i);
  await store.lock({ operationId: OPERATION, memberId: 'ann' }, `${i}`);
  await store.write(`${i}`, content);
  await store.unlock(`${i}`);
}

const [refusing, allowing] = (['refused', 'allowed'] as const).map((setting) =>
  startLoneApi('', {
    more: createStateReader({ client, blobs, access: createStateAccess(setting) }),
  }),
);
if (refusing === undefined || allowing === undefined) throw new Error('there is no API');

const STATE = '/deployments/web/state';

describe('by default', () => {
  test('the versions are listed with their writers, without their content', async () => {
    const { body } = await refusing.api.get(`${STATE}/versions`);
    const version = {
      serial: 2,
      lineage: 'one',
      bytes: second.length,
      resources: 1,
      engineVersion: '1.12.6',
      operationId: OPERATION,
      memberId: 'ann',
      createdAt: '2026-11-24T05:18:24.001Z',
    };
    expect(body).toMatchObject({
      items: [
        { version: 2, current: true, ...version },
        { version: 1, current: false, serial: 1, replacedAt: '2026-11-24T05:18:24.001Z' },
      ],
    });
    expect(await refusing.api.get(`${STATE}/versions/2`)).toMatchObject({
      status: 200,
      body: { version: 2, ...version },
    });
    expect((await refusing.api.get(`${STATE}/versions/3`)).status).toBe(404);
    expect((await refusing.api.get(`${STATE}/versions/x`)).status).toBe(422);
  });

  test('states and withheld outputs are refused with the next step', async () => {
    for (const path of [`${STATE}/versions/2/download`, '/deployments/web/outputs/password']) {
      const { status, body } = await refusing.api.get(path);
      expect([status, body]).toMatchObject([403, { code: 'state_read_refused' }]);
      expect(JSON.stringify(body)).toContain('SLIPWAY_DEPLOYMENT_STATE_READ=allowed');
    }
  });

  test('a comparison names what differs, without values', async () => {
    const { body } = await refusing.api.get(`${STATE}/diff`);
    expect(body).toMatchObject({ from: 1, to: 2, valuesHidden: true });
    expect(JSON.stringify(body)).not.toMatch(/p4ssword|old|xxx/);
  });
});

describe('where it is allowed', () => {
  test('a state is downloaded byte by byte', async () => {
    const { status, headers, body } = await allowing.api.get(`${STATE}/versions/1/download`);
    expect([status, body]).toEqual([200, JSON.parse(first.toString())]);
    expect(headers['content-length']).toBe(String(first.length));
    expect(headers['cache-control']).toBe('no-store');
  });

  test('sensitive and large outputs are read, as JSON and as bare values', async () => {
    expect((await allowing.api.get('/deployments/web/outputs/password')).body).toEqual({
      name: 'password',
      type: 'string',
      sensitive: true,
      value: 'p4ssword',
    });
    const bare = (name: string) =>
      allowing.api.get(`/deployments/web/outputs/${name}`, { headers: { accept: 'text/plain' } });
    expect((await bare('password')).body).toBe('p4ssword');
    expect((await bare('big')).body).toEqual(JSON.stringify(['x'.repeat(100_000)]));
    expect((await bare('other')).status).toBe(404);
  });

  test('a comparison has values, but not the sensitive ones', async () => {
    const { body } = await allowing.api.get(`${STATE}/diff?from=1&to=2`, {
      headers: { accept: 'text/plain' },
    });
    expect(body).toContain('~ id = "old" -> "new"');
    expect(body).toContain('+ password = (sensitive value)');
    expect((await allowing.api.get(`${STATE}/diff?from=0`)).status).toBe(400);
  });
});

test('a state in the own backend of a module is not here', async () => {
  await blobs.put(keys.backend, Buffer.from('{"type":"s3","config":"x"}'));
  const { status, body } = await allowing.api.get(`${STATE}/versions`);
  expect([status, body]).toMatchObject([409, { code: 'state_elsewhere' }]);
  await blobs.remove(keys.backend);
});
