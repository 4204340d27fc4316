import { describe, expect, test } from 'vitest';
import { timelineSchema } from '../../../contract/operations/timeline.ts';
import { openEvents } from '../../support/http/event-source.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus } from '../../support/http/http.ts';
import { endOf, type World } from '../world.ts';

const COMMENT_MS = 15_000;

export function streaming(world: World): void {
  describe('GET /operations/{id}/events, text/event-stream', () => {
    test('operation.progress events carrying the Operation, id: its version; operation.completed last', async () => {
      const { id } = await world.stack.submit('/networks', { name: 'streamed' });
      const stream = await openEvents(world.api.url, id);
      expect(stream.status).toBe(200);
      expect(stream.headers).toMatchObject({
        'content-type': 'text/event-stream',
        'cache-control': 'private, no-cache',
        'x-request-id': expect.any(String),
      });
      await stream.ended;
      // Then the stream ends.
      expect(stream.end).toBe('complete');
      const types = stream.events.map(({ type }) => type);
      expect(types.at(-1)).toBe('operation.completed');
      expect(new Set(types.slice(0, -1))).toEqual(new Set(['operation.progress']));
      for (const { id: version, operation } of stream.events) {
        expect(operation).toMatchObject({ id, version: Number(version) });
      }
      const { body } = await world.other.get(`/operations/${id}`);
      expect(stream.events.at(-1)?.operation).toEqual(body);
    });

    test('Last-Event-ID resumes on any API process', async () => {
      const { id, version } = endOf(world.demo);
      const middle = String(world.demo.at(-3)?.version);
      for (const api of [world.api, world.other]) {
        const resumed = await openEvents(api.url, id, { lastEventId: middle });
        await resumed.ended;
        expect(resumed.events.map((event) => event.id)).toEqual([String(version)]);
      }
      const seen = world.stalledEvents.events.at(-1)?.id ?? '';
      const running = await openEvents(world.other.url, world.stalled.id, { lastEventId: seen });
      expect(running.status).toBe(200);
      running.close();
      await running.ended;
      expect(running.events).toEqual([]);
    });

    test('reconnecting after the end → 204', async () => {
      const { id, version } = endOf(world.failed);
      for (const api of [world.api, world.other]) {
        const over = await openEvents(api.url, id, { lastEventId: String(version) });
        expect(over.status).toBe(204);
        await over.ended;
        expect(over.events).toEqual([]);
      }
    });
  });

  describe('GET /operations/{id}/events, application/json', () => {
    const json = { headers: { accept: 'application/json' } };

    test("the operation's timeline: items of sequence, at, type, urn and message", async () => {
      const { id, error } = endOf(world.failed);
      const answer = await world.api.get(`/operations/${id}/events?limit=100`, json);
      expectStatus(answer, 200);
      expect(answer.headers).toMatchObject({
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'private, no-cache',
      });
      const items = [...parseExactly(timelineSchema, answer.body).items];
      let marker = parseExactly(timelineSchema, answer.body).marker;
      while (marker !== undefined) {
        const next = await world.other.get(`/operations/${id}/events?marker=${marker}`, json);
        const page = parseExactly(timelineSchema, next.body);
        items.push(...page.items);
        ({ marker } = page);
      }
      const sequences = items.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      expect(items[0]?.type).toBe('operation.accepted');
      expect(items.at(-1)).toMatchObject({ type: 'operation.failed', message: error?.message });
      expect(items.find(({ type }) => type === 'step.failed')?.urn).toBe(error?.details.causedBy);
      const keys = new Set(items.flatMap((item) => Object.keys(item)));
      expect(keys).toEqual(new Set(['sequence', 'at', 'type', 'urn', 'message']));
    });

    test('marker is present while more items follow', async () => {
      const path = `/operations/${endOf(world.discovery).id}/events`;
      const whole = parseExactly(timelineSchema, (await world.api.get(path, json)).body);
      expect(whole.marker).toBeUndefined();
      const page = parseExactly(
        timelineSchema,
        (await world.api.get(`${path}?limit=2`, json)).body,
      );
      expect(page.items).toEqual(whole.items.slice(0, 2));
      expect(page.marker).toEqual(expect.any(String));
      expectStatus(await world.api.get(`${path}?marker=none`, json), 400);
    });
  });

  test('of a stream: a comment every 15 s', async () => {
    await eventually(() => world.stalledEvents.comments > 0, { timeoutMs: COMMENT_MS + 2_000 });
    expect(world.stalledEvents.end).toBeUndefined();
    expect(world.stalledEvents.events).toHaveLength(1);
    const seconds = (Date.now() - world.openedAt) / 1000;
    expect(world.stalledEvents.comments).toBeLessThanOrEqual(Math.floor(seconds / 15));
    world.stalledEvents.close();
    await world.stalledEvents.ended;
  });
}
