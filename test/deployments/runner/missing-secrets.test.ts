/** A deployment whose secrets no longer exist can still be destroyed. */
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createIssuedCredentials } from '../../../deployments/engine/secrets/issued-credentials.ts';
import { EngineError } from '../../../deployments/engine/error.ts';
import type { DeploymentJob } from '../../../deployments/job.ts';
import { engineEnvironment } from '../../../deployments/runner/environment.ts';
import { runDirectory } from '../../../deployments/runner/run-directory.ts';
import { withoutSecrets } from '../../../deployments/runner/session-errors.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { fileSecrets } from '../../../deployments/storage/secrets.ts';
import { JOB } from '../../support/deployments/request.ts';

const job: DeploymentJob = {
  ...JOB,
  secrets: { password: 'gone', token: 'gone' },
  environment: { API_KEY: 'gone-too' },
};

function environmentOf(more: Partial<DeploymentJob>) {
  const root = path.join(tmpdir(), 'slipway-no-secrets');
  return engineEnvironment(
    {
      blobs: directoryBlobStore(root),
      readSecret: fileSecrets(root),
      issued: createIssuedCredentials(),
      inheritedEnv: {},
    },
    { job: { ...job, ...more }, phase: 'apply', directory: runDirectory(root, 'operation') },
    new AbortController().signal,
  );
}

test('a destroying job gets placeholders for variables, and leaves the environment out', async () => {
  const { env, secrets, missingSecrets } = await environmentOf({ destroying: true });
  expect(missingSecrets).toEqual(['gone', 'gone-too']);
  expect(secrets['password']).toBe('slipway-secret-not-found');
  expect(env).not.toHaveProperty('API_KEY');
});

test('any other job needs its secrets', async () => {
  await expect(environmentOf({})).rejects.toMatchObject({ details: { code: 'secret_not_found' } });
});

test('other faults of the secret store end a destroying job, too', async () => {
  const readSecret = () => Promise.reject(new Error('no permission'));
  const blobs = directoryBlobStore('/nowhere');
  const settings = { blobs, readSecret, issued: createIssuedCredentials(), inheritedEnv: {} };
  const directory = runDirectory('/nowhere', 'operation');
  await expect(
    engineEnvironment(
      settings,
      { job: { ...job, destroying: true }, phase: 'apply', directory },
      new AbortController().signal,
    ),
  ).rejects.toThrow('no permission');
});

test('the error of a destroying run names the secrets that it did not have', () => {
  const error = new EngineError(
    { code: 'resource_failed', message: 'x'.repeat(2_000), errorType: 'provider', retryable: true },
    'db.it',
  );
  const told = withoutSecrets(error, ['gone']);
  expect(told).toMatchObject({ address: 'db.it', details: { code: 'resource_failed' } });
  expect(told.message).toHaveLength(1024);
  expect(told.message).toMatch(/no longer exist.* to destroy its resources: gone\.$/);
  expect(withoutSecrets(error, [])).toBe(error);
});
