import { setTimeout as pause } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { networkSpecSchema, type Network } from '../../../contract/resources/network.ts';
import { operationWorkflow } from '../../../contract/temporal/names.ts';
import { OPERATION_KINDS } from '../../../contract/vocabulary.ts';
import { timeSortedId } from '../../../contract/ids.ts';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { problemSchema, type Problem } from '../../../contract/problems/problem.ts';
import { identify } from '../../../operations/admission/idempotency.ts';
import { createStarter } from '../../../operations/admission/start.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus, type Answer, type HttpClient } from '../../support/http/http.ts';
import type { HttpPart, Stack } from '../../support/stack/stack.ts';
import { BARE, type Scene } from './scene.ts';

const DUPLICATES = 100;
/** Fewer, because each starts an operation that the worker runs. */
const KEYS = 60;
const RETRY_MS = 50;

let stack: Stack;
let one: HttpPart;
let other: HttpPart;
/** The API of another member. */
let anns: HttpPart;

const keyed = (key: string) => ({ headers: { 'idempotency-key': key } });

function operationOf(answer: Answer, replayed: boolean): Operation {
  expectStatus(answer, 202);
  const operation = parseExactly(operationSchema, answer.body);
  expect(answer.headers['location']).toBe(operation.links.self);
  expect(answer.headers['idempotency-replayed']).toBe(replayed ? 'true' : undefined);
  return operation;
}

function problemOf(answer: Answer, status: number, code: string): Problem {
  const problem = parseExactly(problemSchema, answer.body);
  expect(problem).toMatchObject({ status, code });
  expect(answer.status).toBe(status);
  return problem;
}

/** Repeats the request until a response comes, as a client does. */
async function retryUntilAnswered(
  apis: readonly HttpClient[],
  path: string,
  body: object,
  key: string,
): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    const api = apis[attempt % apis.length] ?? one;
    try {
      const answer = await api.post(path, body, keyed(key));
      if (answer.status !== 503) return answer;
    } catch (error) {
      if (attempt >= 400) throw error;
    }
    await pause(RETRY_MS);
  }
}

async function operationIds(): Promise<string[]> {
  const client = await stack.temporalClient();
  const types = OPERATION_KINDS.map((kind) => `'${operationWorkflow(kind)}'`);
  const ids: string[] = [];
  const query = `WorkflowType IN (${types.join(', ')})`;
  for await (const { workflowId } of client.workflow.list({ query })) ids.push(workflowId);
  return ids;
}

export function idempotency(scene: Scene): void {
  describe('idempotency', () => {
    beforeAll(() => {
      ({ stack } = scene);
      [one, other, anns] = stack.apis as [HttpPart, HttpPart, HttpPart];
    });

    describe('a repeated request', () => {
      test('gets the operation in its current state from any process, also after its end', async () => {
        const body = { name: 'again', cidr: '10.1.0.0/16', tags: { a: '1', b: '2' } };
        const first = operationOf(await one.post('/networks', body, keyed('"a key"')), false);
        const early = operationOf(await other.post('/networks', body, keyed('"a key"')), true);
        expect(early).toMatchObject({ id: first.id, createdAt: first.createdAt });
        const done = await stack.succeeded(first.id);
        const sameJson = { tags: { b: '2', a: '1' }, cidr: '10.1.0.0/16', name: 'again' };
        const late = operationOf(await other.post('/networks', sameJson, keyed('"a key"')), true);
        expect(late).toEqual(done);

        const removal = operationOf(await one.delete('/networks/again', keyed('k')), false);
        expect(operationOf(await other.delete('/networks/again', keyed('"k"')), true).id).toBe(
          removal.id,
        );
        const gone = await stack.succeeded(removal.id);
        expect((await one.get('/networks/again')).status).toBe(404);
        expect(operationOf(await one.delete('/networks/again', keyed('k')), true)).toEqual(gone);
        problemOf(await one.delete('/networks/again', keyed('k2')), 404, 'not_found');

        // The name is free again, but the key still belongs to the first request.
        expect(operationOf(await one.post('/networks', body, keyed('"a key"')), true)).toEqual(
          done,
        );
        expect((await one.get('/networks/again')).status).toBe(404);
      });

      test('with the key of a different request is refused, and changes nothing', async () => {
        const question = { families: ['m5'] };
        const first = await one.post('/instance-types:discover', question, keyed('asked'));
        const { id } = operationOf(first, false);
        problemOf(
          await other.post('/instance-types:discover', { families: ['c5'] }, keyed('asked')),
          422,
          'idempotency_key_reused',
        );
        const again = await other.post('/instance-types:discover', question, keyed('asked'));
        expect(operationOf(again, true).id).toBe(id);
      });

      test('on another path, by another method or member is a different request', async () => {
        const ids = new Set<string>();
        for (const [path, body] of [
          ['/clusters', { name: 'shared', ...BARE }],
          ['/networks', { name: 'shared' }],
        ] as const) {
          ids.add(operationOf(await one.post(path, body, keyed('same')), false).id);
        }
        for (const id of ids) await stack.succeeded(id);
        for (const path of ['/clusters/shared', '/networks/shared']) {
          ids.add(operationOf(await one.delete(path, keyed('same')), false).id);
        }
        for (const api of [one, anns]) {
          const answer = await api.post('/instance-types:discover', {}, keyed('same'));
          ids.add(operationOf(answer, false).id);
        }
        expect(ids.size).toBe(6);
        for (const id of ids) await stack.succeeded(id);
      });

      test('rebuilds a lost record once', async () => {
        await stack.succeeded((await stack.submit('/clusters', { name: 'lost', ...BARE })).id);
        const client = await stack.temporalClient();
        await client.workflow.getHandle('local/clusters/lost').terminate();
        const answers = await Promise.all(
          [one, other, one, other].map((api) =>
            retryUntilAnswered([api], '/clusters/lost:recover', {}, 'recover-lost'),
          ),
        );
        const ids = new Set(answers.map(({ body }) => (body as Operation).id));
        expect(ids.size).toBe(1);
        for (const id of ids) await stack.succeeded(id);
        await stack.expectCloudEqualsLedger('cluster', 'lost');
      });

      test('with a key is accepted where no key is needed', async () => {
        const { id } = await stack.submit('/instance-types:discover');
        await stack.succeeded(id);
        const cancel = await one.post(`/operations/${id}/cancel`, {}, keyed('"no matter'));
        problemOf(cancel, 409, 'operation_terminal');
        expectStatus(await one.get(`/operations/${id}`, keyed('')), 200);
      });
    });

    describe('a key', () => {
      const LONGEST = 'k'.repeat(255);

      test.each([
        '""',
        '',
        '"open',
        'two words',
        'a,b',
        '"a", "b"',
        '"a";b=1',
        '"\\n"',
        'käse',
        '"käse"',
        `${LONGEST}k`,
        `"${LONGEST}k"`,
      ])('is refused if malformed: %s', async (key) => {
        // Node sends a header's characters as single bytes.
        const sent = Buffer.from(key).toString('latin1');
        for (const answer of [
          await one.post('/networks', { name: 'bad-key' }, keyed(sent)),
          await one.delete('/networks/bad-key', keyed(sent)),
        ]) {
          expect(problemOf(answer, 400, 'invalid_idempotency_key').errorType).toBe('validation');
        }
      });

      test.each([
        ['8e03978e-40d5-43dd-bc93-6894a57f9324', '"8e03978e-40d5-43dd-bc93-6894a57f9324"'],
        [LONGEST, `"${LONGEST}"`],
        ['"a \\"quoted\\" \\\\ word, and a comma"', '"a \\"quoted\\" \\\\ word, and a comma"'],
      ])('is accepted if well-formed: %s', async (first, second) => {
        const made = await one.post('/instance-types:discover', {}, keyed(first));
        const again = await one.post('/instance-types:discover', {}, keyed(second));
        expect(operationOf(again, true).id).toBe(operationOf(made, false).id);
      });

      test('is not used up by a request that fails before its admission', async () => {
        const key = keyed('not-burnt');
        problemOf(await one.post('/networks', { name: 'Wrong' }, key), 422, 'invalid_request');
        problemOf(await one.post('/networks?colour=red', { name: 'x' }, key), 400, 'invalid_query');
        const holder = await stack.submit('/networks', { name: 'taken' });
        problemOf(await one.post('/networks', { name: 'taken' }, key), 409, 'already_exists');
        problemOf(
          await one.post('/clusters', { name: 'c', networkId: 'taken', ...BARE }, key),
          409,
          'network_not_active',
        );
        await stack.succeeded(holder.id);
        const made = operationOf(await one.post('/networks', { name: 'free' }, key), false);
        await stack.succeeded(made.id);
        await stack.succeeded(
          operationOf(
            await one.post('/clusters', { name: 'c', networkId: 'taken', ...BARE }, key),
            false,
          ).id,
        );

        problemOf(await one.delete('/networks/taken', key), 409, 'in_use');
        await stack.succeeded((await stack.remove('/clusters/c')).id);
        await stack.succeeded(operationOf(await one.delete('/networks/taken', key), false).id);
        expect((await one.get('/networks/taken')).status).toBe(404);
      });
    });

    describe('an API process that dies', () => {
      test('between reserving a name and the start lets the retry succeed', async () => {
        const body = { name: 'half-done' };
        const principal = { organizationId: 'local', memberId: 'me' };
        const request = { key: 'half', method: 'POST', path: '/networks', query: {}, body };
        const { operationId, fingerprint } = identify(principal, request);
        const at = new Date().toISOString();
        const record: Network = {
          id: body.name,
          uid: timeSortedId(Date.now(), Buffer.from('half')),
          organizationId: 'local',
          name: body.name,
          provider: 'simulated',
          region: 'sim-central-1',
          status: 'creating',
          spec: networkSpecSchema.parse({}),
          outputs: {},
          operationId,
          createdAt: at,
          updatedAt: at,
        };
        const starter = createStarter({
          client: await stack.temporalClient(),
          taskQueue: 'slipway',
          timings: {
            heartbeatTimeoutMs: 2_000,
            reservationTimeoutMs: 20_000,
            memoIntervalMs: 5_000,
            retryIntervalMs: 1_000,
            deadlineFactor: 1,
          },
        });
        const memo = {
          resourceType: 'network',
          record,
          claimedBy: operationId,
          fingerprint,
        } as const;
        expect(await starter.reserve(memo)).toBe(true);

        problemOf(await one.post('/networks', body), 409, 'already_exists');
        problemOf(await one.post('/networks', body, keyed('another')), 409, 'already_exists');
        const otherBody = { ...body, cidr: '10.9.0.0/16' };
        problemOf(
          await one.post('/networks', otherBody, keyed('half')),
          422,
          'idempotency_key_reused',
        );
        const operation = operationOf(await one.post('/networks', body, keyed('half')), false);
        expect(operation).toMatchObject({ id: operationId, resourceUid: record.uid });
        await stack.succeeded(operationId);
        await stack.expectCloudEqualsLedger('network', 'half-done');
      });

      test('during many requests with one key causes no second operation', async () => {
        const before = new Set(await operationIds());
        let answered = 0;
        const answers = Array.from({ length: DUPLICATES }, async (_item, index) => {
          const order = index % 2 === 0 ? [one, other] : [other, one];
          const answer = await retryUntilAnswered(order, '/networks', { name: 'once' }, 'one-key');
          answered += 1;
          return answer;
        });
        await eventually(() => answered >= 10, { intervalMs: 1 });
        await other.kill();
        const missed = DUPLICATES - answered;
        await other.start();
        const operations = (await Promise.all(answers)).map((answer) => {
          expectStatus(answer, 202);
          return parseExactly(operationSchema, answer.body);
        });
        expect(missed).toBeGreaterThan(0);
        expect(new Set(operations.map(({ id }) => id)).size).toBe(1);
        expect(new Set(operations.map(({ createdAt }) => createdAt)).size).toBe(1);
        const [{ id }] = operations as [Operation];
        await stack.succeeded(id);
        await stack.expectCloudEqualsLedger('network', 'once');
        const made = (await operationIds()).filter((each) => !before.has(each));
        expect(made).toEqual([id]);
      });

      test('during many requests, each with its own key, loses no operation', async () => {
        const before = new Set(await operationIds());
        let answered = 0;
        const answers = Array.from({ length: KEYS }, async (_item, index) => {
          const order = index % 2 === 0 ? [one, other] : [other, one];
          const answer = await retryUntilAnswered(
            order,
            '/instance-types:discover',
            {},
            `key-${index}`,
          );
          answered += 1;
          return answer;
        });
        await eventually(() => answered >= 10, { intervalMs: 1 });
        await other.kill();
        await other.start();
        const operations = (await Promise.all(answers)).map(({ body }) => body as Operation);
        const ids = operations.map(({ id }) => id).toSorted();
        expect(new Set(ids).size).toBe(KEYS);
        await eventually(async () => {
          const made = (await operationIds()).filter((each) => !before.has(each));
          expect(made.toSorted()).toEqual(ids);
          return true;
        });
      });
    });
  });
}
