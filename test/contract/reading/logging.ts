import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { describe, expect, test } from 'vitest';
import { logLineSchema, type LogLine } from '../../../contract/operations/log.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import { expectStatus, type HttpClient } from '../../support/http/http.ts';
import { endOf, type World } from '../world.ts';

export function logging(world: World): void {
  async function logOf(id: string, query = '', api: HttpClient = world.api): Promise<LogLine[]> {
    const answer = await api.get(`/operations/${id}/log${query}`);
    expectStatus(answer, 200);
    const texts = String(answer.body).split('\n').slice(0, -1);
    return texts.map((text) => parseExactly(logLineSchema, JSON.parse(text)));
  }

  describe('GET /operations/{id}/log', () => {
    test('has the attempts that failed, although the operation has succeeded', async () => {
      const faults = [{ type: 'vpc', when: 'create', kind: 'throttle', times: 2 }];
      const { id } = await world.stack.submit('/networks', {
        name: 'hurried',
        simulation: { faults },
      });
      await world.stack.succeeded(id);
      const lines = await logOf(id);
      expect(await logOf(id, '', world.other)).toEqual(lines);
      const retried = lines.filter(({ phase }) => phase === 'step.retried');
      expect(retried).toEqual([
        expect.objectContaining({
          level: 'warn',
          urn: 'urn:slipway:local:networks:hurried:vpc/main',
          message: expect.stringMatching(
            /^create vpc main: attempt \d+, because the last one failed with \w.+: \w/,
          ),
        }),
      ]);
      const sequences = lines.map(({ sequence }) => sequence);
      expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
      expect(lines.at(-1)).toMatchObject({ phase: 'operation.succeeded' });
      const about = await logOf(id, '?resource=vpc/main');
      expect(about).toEqual(lines.filter(({ urn }) => urn?.endsWith(':vpc/main')));
      expect(await logOf(id, `?limit=2&after=${sequences[0] ?? 0}`)).toEqual(lines.slice(1, 3));
    });

    test('has the reason of a failure, and a cancel', async () => {
      const { id, error } = endOf(world.failed);
      const failed = (await logOf(id)).find(({ phase }) => phase === 'step.failed');
      expect(failed).toMatchObject({ level: 'error', urn: error?.details.causedBy });
      const phases = (await logOf(endOf(world.canceled).id)).map(({ phase }) => phase);
      expect(phases).toContain('operation.cancel_requested');
    });

    test('says what a step of a running operation waits for', async () => {
      const { id } = world.stalled;
      const line = await eventually(async () => {
        const last = (await logOf(id)).at(-1);
        return last?.live === true && last.phase === 'step.waited' && last;
      });
      expect(line).toMatchObject({
        level: 'info',
        urn: expect.stringMatching(/^urn:slipway:\w+:clusters:still:/),
        message: expect.stringContaining('; gives up at '),
      });
    });

    test('as server-sent events: log.line with the sequence as id; log.completed last', async () => {
      const { id } = endOf(world.network);
      const lines = await logOf(id);
      const answer = await world.api.get(`/operations/${id}/log`, {
        headers: { accept: 'text/event-stream' },
      });
      const events: EventSourceMessage[] = [];
      createParser({ onEvent: (event) => events.push(event) }).feed(String(answer.body));
      const last = String(lines.at(-1)?.sequence);
      expect(events.map(({ event }) => event)).toEqual([
        ...lines.map(() => 'log.line'),
        'log.completed',
      ]);
      expect(events.slice(0, -1).map(({ data }): unknown => JSON.parse(data))).toEqual(lines);
      expect(events.at(-1)?.id).toBe(last);
      const headers = { accept: 'text/event-stream', 'last-event-id': last };
      expectStatus(await world.other.get(`/operations/${id}/log`, { headers }), 204);
    });
  });
}
