import { beforeAll, describe, expect, test } from 'vitest';
import { connectionSchema, type Connection } from '../../../contract/resources/connection.ts';
import { problemSchema, type Problem } from '../../../contract/problems/problem.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus, type Answer } from '../../support/http/http.ts';
import type { HttpPart, Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

let stack: Stack;
/** The API of another organization. */
let otherOrganization: HttpPart;
/** An API whose verifications wait for the role. */
let patient: HttpPart;

const ACCOUNT = '123456789012';

function bodyOf(name: string, more: object = {}) {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/${name}`;
  return { name, accountId: ACCOUNT, roleArn, ...more };
}

/** Configures the role of that connection in the simulated cloud. */
async function configureRole(name: string, of: object): Promise<void> {
  const { roleArn } = bodyOf(name);
  expectStatus(await stack.simulator.put('/inspect/roles', { roleArn, ...of }), 200);
}

async function createConnection(name: string): Promise<Connection> {
  await stack.succeeded((await stack.submit('/connections', bodyOf(name))).id);
  return connectionAt(name);
}

async function connectionAt(name: string): Promise<Connection> {
  return parseExactly(connectionSchema, (await stack.api.get(`/connections/${name}`)).body);
}

function problemOf(answer: Answer): Problem {
  return parseExactly(problemSchema, answer.body);
}

export function connections(scene: Scene): void {
  describe('connections', () => {
    beforeAll(() => {
      ({ stack } = scene);
      [, , , otherOrganization, patient] = stack.apis as [
        HttpPart,
        HttpPart,
        HttpPart,
        HttpPart,
        HttpPart,
      ];
    });

    describe('a connection', () => {
      test('is verified, read, listed and deleted', async () => {
        const accepted = await stack.submit(
          '/connections',
          bodyOf('first', { displayName: 'One' }),
        );
        expect(accepted).toMatchObject({
          operation: 'verify_connection',
          resourceType: 'connection',
          resourceId: 'first',
          links: { resource: '/connections/first' },
        });
        expect(['creating', 'active']).toContain((await connectionAt('first')).status);
        const { progress, result } = await stack.succeeded(accepted.id);
        expect(progress.resources.map(({ name, status }) => [name, status])).toEqual([
          ['role', 'succeeded'],
          ['identity', 'succeeded'],
          ['permissions', 'succeeded'],
          ['quotas', 'succeeded'],
        ]);
        const outputs = { accountId: ACCOUNT, principal: bodyOf('first').roleArn };
        expect(result).toMatchObject({ outputs, resource: { type: 'connection', id: 'first' } });
        const { name: _name, ...spec } = bodyOf('first', { displayName: 'One' });
        const connection = await connectionAt('first');
        const externalId = expect.stringMatching(/^slipway:local:[0-9a-f]{32}$/);
        expect(connection).toMatchObject({
          provider: 'simulated',
          region: 'sim-central-1',
          status: 'active',
          spec: { ...spec, externalId },
          outputs,
        });
        expect(connection.trustPolicy).toEqual({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: 'arn:sim:iam::000000000000:root' },
              Action: ['sts:AssumeRole', 'sts:TagSession'],
              Condition: { StringEquals: { 'sts:ExternalId': connection.spec.externalId } },
            },
          ],
        });

        await eventually(async () => {
          const { body } = await stack.api.get('/connections?status=active&provider=simulated');
          expect(body).toMatchObject({ items: [{ id: 'first', status: 'active', spec }] });
          expect(JSON.stringify(body)).not.toContain(connection.spec.externalId);
          const ops = await stack.api.get('/connections/first/operations');
          expect(ops.body).toMatchObject({ items: [{ id: accepted.id }] });
          return true;
        });
        const read = await stack.api.get('/connections/first');
        const headers = { 'If-None-Match': read.headers['etag'] ?? '' };
        expectStatus(await stack.api.get('/connections/first', { headers }), 304);
        expectStatus(await otherOrganization.get('/connections/first'), 404);

        const stale = await stack.api.delete('/connections/first', {
          headers: { 'If-Match': '"another"' },
        });
        expect(problemOf(stale)).toMatchObject({ status: 412, code: 'precondition_failed' });
        expectStatus(await otherOrganization.delete('/connections/first'), 404);
        const good = { headers: { 'If-Match': read.headers['etag'] ?? '' } };
        expect(await stack.api.delete('/connections/first', good)).toMatchObject({
          status: 204,
          body: '',
        });
        expectStatus(await stack.api.get('/connections/first'), 404);
        expectStatus(await stack.api.delete('/connections/first'), 404);
      });

      test.each([
        ['open', { externalId: null }, 'external_id_not_required', 'authentication', 'role'],
        ['untrusted', { externalId: 'another' }, 'role_not_assumable', 'authentication', 'role'],
        [
          'elsewhere',
          { accountId: '999999999999' },
          'account_mismatch',
          'authentication',
          'identity',
        ],
        ['weak', { denied: ['vpc:create'] }, 'permissions_missing', 'permission', 'permissions'],
      ])(
        'whose role is %s fails at its check, and keeps its external id for a retry',
        async (name, is, code, errorType, check) => {
          await configureRole(name, is);
          const { id } = await stack.submit('/connections', bodyOf(name));
          const failed = await stack.finished(id);
          expect(failed).toMatchObject({
            status: 'failed',
            error: {
              code,
              errorType,
              details: {
                retryable: false,
                causedBy: expect.stringMatching(`:connection_check/${check}$`),
              },
            },
          });
          expect(failed.progress.resources.find((it) => it.status === 'failed')?.name).toBe(check);
          const before = await connectionAt(name);
          expect(before).toMatchObject({ status: 'failed', statusReason: failed.error?.message });
          const { externalId } = before.spec;

          await configureRole(name, { externalId });
          const again = await stack.api.post(`/operations/${id}/retry`, {});
          expectStatus(again, 202);
          const { id: retry } = again.body as { id: string };
          expect(await stack.succeeded(retry)).toMatchObject({ retryOf: id });
          expect(await connectionAt(name)).toMatchObject({
            status: 'active',
            spec: { externalId },
          });
        },
      );

      test('shows its external id before the role has it, and waits for the role', async () => {
        await configureRole('awaited', { externalId: 'another' });
        const refused = async () => {
          const { body } = await stack.simulator.get('/inspect/calls');
          const { items } = body as { items: { path: string; status: number }[] };
          return items.filter(({ path, status }) => path === '/sessions' && status === 403).length;
        };
        const before = await refused();
        const accepted = await patient.post('/connections', bodyOf('awaited'));
        expectStatus(accepted, 202);
        const operation = `/operations/${(accepted.body as { id: string }).id}`;
        // An attempt is refused twice: with tags, and without.
        await eventually(async () => (await refused()) > before + 2);
        const { body } = await patient.get('/connections/awaited');
        const { status, spec } = parseExactly(connectionSchema, body);
        expect(status).toBe('creating');
        await configureRole('awaited', { externalId: spec.externalId });
        await eventually(async () => {
          expect((await patient.get(operation)).body).toMatchObject({ status: 'succeeded' });
          return true;
        });
        expectStatus(await patient.delete('/connections/awaited'), 204);
      });

      test('is gone when its verification is canceled', async () => {
        await configureRole('left', { externalId: 'another' });
        const submitted = await patient.post('/connections', bodyOf('left'));
        const { id } = submitted.body as { id: string };
        expectStatus(await patient.post(`/operations/${id}/cancel`), 202);
        await eventually(async () => {
          const { body } = await patient.get(`/operations/${id}`);
          expect(body).toMatchObject({ status: 'canceled' });
          return true;
        });
        expectStatus(await patient.get('/connections/left'), 404);
      });

      test('is refused with all its faults at once, and with an external id of the client', async () => {
        const externalId = 'slipway:local:00000000000000000000000000000000';
        const wrong = { accountId: '12', roleArn: 'role', planRoleArn: 'plan', externalId };
        const body = { ...bodyOf('Bad Name'), ...wrong };
        const { errors = [], status } = problemOf(await stack.api.post('/connections', body));
        expect(status).toBe(422);
        expect(errors).toContainEqual({
          pointer: '/externalId',
          detail: expect.stringContaining('is generated by Slipway'),
        });
        expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
          '/accountId',
          '/externalId',
          '/name',
          '/planRoleArn',
          '/roleArn',
        ]);
      });

      test('holds its role alone, until it is deleted', async () => {
        await createConnection('sole');
        const theirs = { ...bodyOf('theirs'), roleArn: bodyOf('sole').roleArn };
        for (const api of [stack.api, otherOrganization]) {
          const answer = await api.post('/connections', theirs);
          expect(problemOf(answer)).toMatchObject({ status: 409, code: 'role_taken' });
        }
        expectStatus(await stack.api.delete('/connections/sole'), 204);

        // The role's owner gives it the trust policy of the new connection.
        await configureRole('sole', {});
        const accepted = await otherOrganization.post('/connections', theirs);
        expectStatus(accepted, 202);
        await eventually(async () => {
          const { body } = await otherOrganization.get('/connections/theirs');
          expect(body).toMatchObject({ status: 'active' });
          return true;
        });
        const again = await stack.api.post('/connections', bodyOf('sole'));
        expect(problemOf(again)).toMatchObject({ status: 409, code: 'role_taken' });
        expectStatus(await otherOrganization.delete('/connections/theirs'), 204);
      });

      test('has a unique name, also different from the built-in ones', async () => {
        await createConnection('taken');
        for (const name of ['taken', 'simulated']) {
          const answer = await stack.api.post('/connections', bodyOf(name));
          expect(problemOf(answer)).toMatchObject({ status: 409, code: 'already_exists' });
        }
      });

      test('is verified once for each Idempotency-Key', async () => {
        const headers = { 'Idempotency-Key': 'connect-once' };
        const first = await stack.api.post('/connections', bodyOf('keyed'), { headers });
        const second = await stack.api.post('/connections', bodyOf('keyed'), { headers });
        expect([first.status, second.status]).toEqual([202, 202]);
        expect(second.headers['idempotency-replayed']).toBe('true');
        expect(second.body).toMatchObject({ id: (first.body as { id: string }).id });
        const other = await stack.api.post('/connections', bodyOf('keyed2'), { headers });
        expect(problemOf(other)).toMatchObject({ status: 422, code: 'idempotency_key_reused' });
        await stack.succeeded((first.body as { id: string }).id);
      });

      test('is only checked with validateOnly', async () => {
        const preview = await stack.preview('POST', '/connections', bodyOf('never'));
        expect(preview.progress.summary).toMatchObject({ total: 4, pending: 4 });
        expectStatus(await stack.api.get('/connections/never'), 404);
      });
    });

    describe('a resource of a connection', () => {
      test('names an existing, matching and active connection', async () => {
        await createConnection('fitting');
        for (const [path, body] of [
          ['/clusters', { name: 'x' }],
          ['/networks', { name: 'x' }],
          ['/deployments', { name: 'x', source: { files: { 'main.tf': '' } } }],
          ['/instance-types:discover', {}],
        ] as const) {
          const answer = await stack.api.post(path, { ...body, connectionId: 'nowhere' });
          expect(problemOf(answer)).toMatchObject({
            status: 422,
            errors: [{ pointer: '/connectionId', detail: expect.stringContaining('nowhere') }],
          });
          expectStatus(
            await otherOrganization.post(path, { ...body, connectionId: 'fitting' }),
            422,
          );
        }
      });

      test('is made with the credentials of the role, and prevents the deletion of the connection', async () => {
        await createConnection('used');
        const { roleArn } = bodyOf('used');
        const network = { name: 'rented', connectionId: 'used' };
        const creation = await stack.submit('/networks', network);
        await stack.succeeded(creation.id);
        const mixed = { name: 'tenant', networkId: 'rented', ...BARE };
        expect(problemOf(await stack.api.post('/clusters', mixed))).toMatchObject({
          status: 422,
          errors: [{ pointer: '/connectionId' }],
        });
        const cluster = await stack.submit('/clusters', { ...mixed, connectionId: 'used' });
        await stack.succeeded(cluster.id);
        const inUse = await stack.api.delete('/connections/used');
        expect(problemOf(inUse)).toMatchObject({
          status: 409,
          code: 'in_use',
          attachments: ['clusters/tenant', 'networks/rented'],
        });

        const { body } = await stack.simulator.get('/inspect/calls');
        const { items } = body as {
          items: {
            method: string;
            tags?: Record<string, string>;
            roleArn?: string;
            sessionName?: string;
          }[];
        };
        const made = items.filter(
          ({ method, tags }) =>
            method === 'POST' && tags?.['slipway:resource'] === 'networks/rented',
        );
        expect(made.length).toBeGreaterThan(5);
        expect(new Set(made.map((call) => call.roleArn))).toEqual(new Set([roleArn]));
        const sessionNames = new Set(made.map((call) => call.sessionName));
        expect(sessionNames).toEqual(new Set([`slipway-local-${creation.id}`]));

        await stack.succeeded((await stack.remove('/clusters/tenant')).id);
        await stack.succeeded((await stack.remove('/networks/rented')).id);
        expectStatus(await stack.api.delete('/connections/used'), 204);
        await stack.expectCleanCloud();
      });

      test('is rolled back when the role loses its permissions, and releases the connection', async () => {
        await createConnection('losing');
        await configureRole('losing', { denied: ['route_table:create'] });
        const { id } = await stack.submit('/networks', { name: 'half', connectionId: 'losing' });
        expect(await stack.finished(id)).toMatchObject({
          status: 'failed',
          error: { code: 'permission_denied', errorType: 'permission' },
        });
        await stack.expectCleanCloud();
        expectStatus(await stack.api.delete('/connections/losing'), 204);
      });

      test('is discovered by an operation of the connection', async () => {
        const { uid } = await createConnection('asking');
        const question = { connectionId: 'asking', families: ['m5'] };
        const accepted = await stack.submit('/instance-types:discover', question);
        expect(accepted).toMatchObject({
          resourceId: 'asking',
          resourceUid: uid,
          links: { resource: '/connections/asking' },
        });
        const { result } = await stack.succeeded(accepted.id);
        expect(result?.items?.length).toBeGreaterThan(1);
      });
    });

    describe('a kubeconfig', () => {
      test('is available once the cluster has been active, and contains no secret', async () => {
        const { id } = await stack.submit('/clusters', {
          name: 'reached',
          ...BARE,
          simulation: { faults: [{ type: 'control_plane', when: 'ready', kind: 'slow' }] },
        });
        const early = await stack.api.get('/clusters/reached/kubeconfig');
        expect(problemOf(early)).toMatchObject({ status: 409, code: 'cluster_not_ready' });
        expect(early.headers['retry-after']).toMatch(/^\d+$/);
        expectStatus(await stack.api.get('/clusters/nobody/kubeconfig'), 404);
        await stack.succeeded(id);
        const read = await stack.api.get('/clusters/reached/kubeconfig');
        expectStatus(read, 200);
        expect(read.headers['content-type']).toMatch(/^application\/yaml\b/);
        expect(String(read.body)).toMatch(
          /^apiVersion: "v1"\nkind: "Config"\ncurrent-context: "reached"\n/,
        );
        expect(String(read.body)).toContain('reached is a simulated cluster');
        const headers = { 'If-None-Match': read.headers['etag'] ?? '' };
        expectStatus(await stack.api.get('/clusters/reached/kubeconfig', { headers }), 304);
        expectStatus(await otherOrganization.get('/clusters/reached/kubeconfig'), 404);
        await stack.succeeded((await stack.remove('/clusters/reached')).id);
        expectStatus(await stack.api.get('/clusters/reached/kubeconfig'), 404);
      });
    });
  });
}
