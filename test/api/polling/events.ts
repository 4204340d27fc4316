import { beforeAll, describe, expect, test } from 'vitest';
import { operationSchema } from '../../../contract/operations/operation.ts';
import { problemSchema } from '../../../contract/problems/problem.ts';
import { timelineSchema, type Timeline } from '../../../contract/operations/timeline.ts';
import { openEvents } from '../../support/http/event-source.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

let stack: Stack;

async function page(id: string, query: string): Promise<Timeline> {
  const answer = await stack.api.get(`/operations/${id}/events${query}`, {
    headers: { accept: 'application/json' },
  });
  expectStatus(answer, 200);
  return parseExactly(timelineSchema, answer.body);
}

export function events(scene: Scene): void {
  describe('events', () => {
    beforeAll(() => {
      ({ stack } = scene);
    });

    test('a stream has each state once, then the outcome, and then it ends', async () => {
      const { id } = await stack.submit('/networks', { name: 'streamed' });
      const stream = await openEvents(stack.api.url, id);
      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream',
        'cache-control': 'private, no-cache',
      });
      await stream.ended;
      expect(stream.end).toBe('complete');

      const ids = stream.events.map((event) => Number(event.id));
      expect(ids).toEqual([...new Set(ids)].toSorted((a, b) => a - b));
      expect(ids).toEqual(stream.events.map(({ operation }) => operation.version));
      const types = stream.events.map(({ type }) => type);
      expect(types.at(-1)).toBe('operation.completed');
      expect(new Set(types.slice(0, -1))).toEqual(new Set(['operation.progress']));
      expect(stream.events.length).toBeGreaterThan(3);
      const { body } = await stack.api.get(`/operations/${id}`);
      expect(stream.events.at(-1)?.operation).toEqual(body);

      for (const api of stack.apis) {
        const lastEventId = stream.events.at(-1)?.id ?? '';
        const over = await openEvents(api.url, id, { lastEventId });
        expect(over.status).toBe(204);
        const late = await openEvents(api.url, id, { lastEventId: '1' });
        await late.ended;
        expect(late.events.map(({ type }) => type)).toEqual(['operation.completed']);
        expect(late.events[0]?.operation).toEqual(body);
      }
    });

    test('Last-Event-ID resumes in another process; an invalid version is refused', async () => {
      const { id } = await scene.still('resumed');
      const first = await openEvents(stack.api.url, id);
      await eventually(() => first.events.length > 0);
      const seen = first.events.at(-1)?.id ?? '';
      first.close();
      const second = await openEvents(stack.apis[1]?.url ?? '', id, { lastEventId: seen });
      expectStatus(await stack.api.post(`/operations/${id}/cancel`, {}), 202);
      await second.ended;
      expect(Number(second.events[0]?.id)).toBeGreaterThan(Number(seen));
      expect(second.events.at(-1)?.operation.status).toBe('canceled');

      for (const lastEventId of ['x', '-1', '1.5']) {
        const answer = await stack.api.get(`/operations/${id}/events`, {
          headers: { accept: 'text/event-stream', 'last-event-id': lastEventId },
        });
        expectStatus(answer, 400);
        expect(parseExactly(problemSchema, answer.body).code).toBe('invalid_query');
      }
    });

    test('a quiet stream is kept alive by comments, and ends when the process stops', async () => {
      const { id } = await scene.still('quiet');
      // A process that knows only the memo would soon have a new event.
      await eventually(async () => {
        const read = await stack.apis[1]?.get(`/operations/${id}`);
        return read?.headers['progress-source'] === 'query';
      });
      const stream = await openEvents(stack.apis[1]?.url ?? '', id);
      await eventually(() => stream.comments > 0, { timeoutMs: 20_000 });
      expect(stream.events).toHaveLength(1);
      const began = Date.now();
      await stack.apis[1]?.stop();
      await stream.ended;
      expect(stream.end).toBe('complete');
      // The stop ends the stream before it would cut open connections.
      expect(Date.now() - began).toBeLessThan(2_500);
      expect(stream.events).toHaveLength(1);
      await stack.apis[1]?.start();
      expect((await stack.api.get(`/operations/${id}`)).body).toMatchObject({ status: 'running' });
    });

    test('the timeline lists what happened, page by page', async () => {
      const { id } = await stack.submit('/networks', { name: 'told' });
      await stack.succeeded(id);
      const whole = await page(id, '');
      expect(whole.marker).toBeUndefined();
      const sequences = whole.items.map(({ sequence }) => sequence);
      expect(sequences).toEqual([...new Set(sequences)].toSorted((a, b) => a - b));
      const types = whole.items.map(({ type }) => type);
      expect(types[0]).toBe('operation.accepted');
      expect(types.at(-1)).toBe('operation.succeeded');
      const operation = parseExactly(
        operationSchema,
        (await stack.api.get(`/operations/${id}`)).body,
      );
      for (const { urn } of operation.progress.resources) {
        const story = whole.items.filter((item) => item.urn === urn).map(({ type }) => type);
        expect(story).toEqual(['step.started', 'step.succeeded']);
      }
      const stages = whole.items.filter(({ type }) => type === 'operation.stage');
      expect(stages.map(({ message }) => message)).toContain('Stage provisioning');

      const items = [];
      let query = '?limit=7';
      for (;;) {
        const { items: some, marker } = await page(id, query);
        expect(some.length).toBe(marker === undefined ? some.length : 7);
        items.push(...some);
        if (marker === undefined) break;
        query = `?limit=7&marker=${marker}`;
      }
      expect(items).toEqual(whole.items);

      const { id: other } = await stack.submit('/networks', { name: 'another' });
      const { marker = '' } = await page(id, '?limit=2');
      for (const bad of [`?marker=${marker}`, '?marker=x', '?limit=0', '?limit=101', '?after=1']) {
        const answer = await stack.api.get(`/operations/${other}/events${bad}`);
        expect({ bad, status: answer.status }).toEqual({ bad, status: 400 });
      }
    });

    test('the timeline of a failure names the step and the reason', async () => {
      const faults = [{ type: 'nat_gateway', when: 'create', kind: 'quota', times: 100 }];
      const { id } = await stack.submit('/networks', { name: 'short', simulation: { faults } });
      const { error } = await stack.finished(id);
      const { items } = await page(id, '');
      const failed = items.find(({ type }) => type === 'step.failed');
      expect(failed?.urn).toBe(error?.details.causedBy);
      expect(failed?.message).toContain(error?.message);
      expect(items.at(-1)).toMatchObject({ type: 'operation.failed', message: error?.message });
    });

    test('the Accept header decides between the two forms', async () => {
      const { id } = await stack.submit('/networks', { name: 'formed' });
      const path = `/operations/${id}/events`;
      const forms: [string | undefined, number, string][] = [
        ['application/json', 200, 'application/json'],
        ['*/*', 200, 'application/json'],
        [undefined, 200, 'application/json'],
        ['text/html;q=0.9, application/*;q=0.1', 200, 'application/json'],
        ['text/html', 406, 'application/problem+json'],
      ];
      for (const [accept, status, type] of forms) {
        const answer = await stack.api.get(path, { ...(accept && { headers: { accept } }) });
        expect({ accept, status: answer.status }).toEqual({ accept, status });
        expect(answer.headers['content-type']).toContain(type);
      }
      const unknown = await stack.api.get(`/operations/01ARZ3NDEKTSV4RRFFQ69G5FAV/events`, {
        headers: { accept: 'text/event-stream' },
      });
      expect(unknown.status).toBe(404);
      expect((await stack.api.get('/operations/x/events')).status).toBe(404);
    });
  });
}
