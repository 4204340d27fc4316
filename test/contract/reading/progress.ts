import { describe, expect, test } from 'vitest';
import type { ProgressResource } from '../../../contract/operations/operation.ts';
import { ERROR_TYPES, NODE_STATUSES } from '../../../contract/vocabulary.ts';
import { documentedFields, keysOf, words } from '../words.ts';
import { endOf, operationOf, statesOf, storiesOf, type World } from '../world.ts';

const NODE_OPERATIONS = 'create update replace delete import move forget refresh read same';
const ERROR_WORDS =
  'validation authentication permission not_found conflict quota throttling not_stabilized timeout provider internal canceled';

export function progressAndError(world: World): void {
  describe("a resource's", () => {
    const resources = (): ProgressResource[] =>
      statesOf(world).flatMap(({ progress }) => progress.resources);

    test('operation and status are these words', async () => {
      const properties = await documentedFields(world.api, 'ProgressResource');
      expect(properties['operation']?.enum?.toSorted()).toEqual(words(NODE_OPERATIONS));
      expect(properties['status']?.enum?.toSorted()).toEqual([...NODE_STATUSES].toSorted());
      expect(new Set(endOf(world.demo).progress.resources.map((each) => each.operation))).toEqual(
        new Set(['create']),
      );
      expect(endOf(world.discovery).progress.resources).toMatchObject([{ operation: 'read' }]);
    });

    test('duration is present in milliseconds after the end, and absent before; startedAt while it runs', () => {
      const running = resources().filter(({ status }) => status === 'running');
      expect(running.length).toBeGreaterThan(0);
      for (const { startedAt } of running) expect(startedAt).toBeDefined();
      const open = resources().filter(({ status }) => ['pending', 'running'].includes(status));
      for (const each of open) expect(each).not.toHaveProperty('duration');
      for (const { status, duration } of endOf(world.demo).progress.resources) {
        expect(status).toBe('succeeded');
        expect(duration).toBeGreaterThanOrEqual(0);
        expect(Number.isInteger(duration)).toBe(true);
      }
    });

    test('operation becomes delete during an undo; the node that failed stays failed to the end', () => {
      const { error, progress } = endOf(world.failed);
      const lives = new Map<string, string[]>();
      for (const { progress: each } of world.failed) {
        for (const { urn, operation: does, status } of each.resources ?? []) {
          const life = lives.get(urn) ?? [];
          if (life.at(-1) !== `${does} ${status}`) life.push(`${does} ${status}`);
          lives.set(urn, life);
        }
      }
      const failed = progress.resources.filter(({ status }) => status === 'failed') ?? [];
      expect(failed.map(({ urn }) => urn)).toContain(error?.details.causedBy);
      const life = lives.get(error?.details.causedBy ?? '') ?? [];
      const from = life.findIndex((state) => state.endsWith(' failed'));
      expect(life.slice(from).filter((state) => !state.endsWith(' failed'))).toEqual([]);
      const undone = progress.resources.filter(({ operation: does }) => does === 'delete') ?? [];
      expect(undone.length).toBeGreaterThan(10);
      for (const { urn, status } of undone) {
        if (status === 'failed') continue;
        expect(lives.get(urn)?.[0]).toBe('create pending');
        expect(lives.get(urn)?.at(-1)).toBe('delete succeeded');
      }
    });
  });

  describe('progress', () => {
    test('does not depend on when it is read', async () => {
      const path = `/operations/${world.stalled.id}`;
      const first = await world.api.get(path);
      const later = await world.api.get(`${path}?wait=1`);
      expect(JSON.stringify(later.body)).toBe(JSON.stringify(first.body));
      expect(later.headers['etag']).toBe(first.headers['etag']);
    });

    test('changes when the workflow does: version grows', () => {
      for (const story of storiesOf(world)) {
        const versions = story.map(({ version }) => version);
        expect(versions).toEqual(versions.toSorted((a, b) => a - b));
        const bodies = new Map(story.slice(1).map((state) => [state.version, state]));
        expect(bodies.size).toBe(story.length - 1);
        expect(endOf(story).version).toBeGreaterThan(2);
      }
    });

    test('summary.total is always the sum of the other five', () => {
      for (const { progress } of statesOf(world)) {
        const { total, ...parts } = progress.summary;
        expect(keysOf(parts)).toEqual(words('pending running succeeded failed unchanged'));
        expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(total);
        expect(progress.resources).toHaveLength(total);
      }
    });
  });

  describe('the error', () => {
    const failed = () => endOf(world.failed);
    const canceled = () => endOf(world.canceled);

    test('has code, message, errorType and details; errorType is one of these', () => {
      for (const { error } of [failed(), canceled()]) {
        expect(keysOf(error)).toEqual(words('code message errorType details'));
        expect(error?.code).toMatch(/^[a-z][a-z0-9_]*$/);
      }
      expect([...ERROR_TYPES].toSorted()).toEqual(words(ERROR_WORDS));
      expect(failed().error).toMatchObject({
        errorType: 'quota',
        code: 'node_group_limit_exceeded',
      });
      expect(canceled().error).toMatchObject({
        errorType: 'canceled',
        code: 'operation_canceled',
      });
    });

    test('retryAfter is present only with retryable: true', () => {
      expect(failed().error?.details).toMatchObject({ retryable: false });
      expect(failed().error?.details).not.toHaveProperty('retryAfter');
    });

    test('causedBy is the URN of the resource that failed first', () => {
      expect(failed().error?.details.causedBy).toMatch(
        /^urn:slipway:local:clusters:failing:node_group\//,
      );
    });

    test("requestId is the vendor's if one exists, else Slipway's", async () => {
      const refusal = failed().error?.details.requestId;
      expect(refusal).toMatch(/^[\w.-]{1,128}$/);
      const faults = [{ type: 'vpc', when: 'ready', kind: 'hang' }];
      const asked = { headers: { 'X-Request-Id': 'a-request-of-mine' } };
      const submitted = await world.api.post(
        '/networks',
        { name: 'requested', simulation: { faults } },
        asked,
      );
      const { id } = operationOf(submitted, 202);
      await world.api.post(`/operations/${id}/cancel`, {});
      const { error } = await world.stack.finished(id);
      expect(error?.details.requestId).toBe('a-request-of-mine');
      expect(refusal).not.toBe('a-request-of-mine');
    });

    test('messages are for people, without a stack, a credential or data of another tenant', () => {
      const said = statesOf(world).flatMap(({ error, progress }) => [
        error?.message,
        progress.message,
      ]);
      for (const message of said) {
        expect(message ?? '').not.toMatch(
          /\n|\bat \S+:\d+|(?<!-)node:\w|Error:|token|secret|globex/i,
        );
      }
    });
  });
}
