import { X509Certificate } from 'node:crypto';
import { createServer, get } from 'node:https';
import { expect, onTestFinished, test } from 'vitest';
import {
  createAuthority,
  createSigningKeys,
  issueClient,
  issueServer,
} from '../../../sandboxes/simulated/kubernetes/certificates.ts';

const validity = { now: Date.now(), forMs: 60_000 };

test('a server and a client trust each other by their authority', async () => {
  const authority = await createAuthority('demo', validity);
  const place = { names: ['localhost'], addresses: ['127.0.0.1'] };
  const server = await issueServer(authority, place, validity);
  const client = await issueClient(authority, { name: 'ann', group: 'admins' }, validity);
  const seen = new X509Certificate(client.certificate);
  expect(seen.subject).toBe('O=admins\nCN=ann');
  expect(seen.ca).toBe(false);
  expect(Date.parse(seen.validTo) - validity.now).toBeLessThanOrEqual(60_000);
  expect(seen.verify(new X509Certificate(authority.certificate).publicKey)).toBe(true);

  const secure = createServer(
    { cert: server.certificate, key: server.key, ca: authority.certificate, requestCert: true },
    (_request, response) => response.end('hello'),
  );
  await new Promise<void>((resolve) => {
    secure.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void secure.close());
  const address = secure.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const status = await new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      ca: authority.certificate,
      cert: client.certificate,
      key: client.key,
      agent: false,
    } as const;
    get(options, (response) => {
      response.resume();
      resolve(response.statusCode);
    }).on('error', reject);
  });
  expect(status).toBe(200);
});

test('tokens of service accounts are signed with a key whose public part is known', async () => {
  const { publicKey, key } = await createSigningKeys();
  expect(publicKey).toContain('BEGIN PUBLIC KEY');
  expect(key).toContain('BEGIN PRIVATE KEY');
});
