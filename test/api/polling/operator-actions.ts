/** What operators do to an operation in Temporal, behind Slipway's back. */
import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { beforeAll, describe, expect, test } from 'vitest';
import { operationSchema, type Operation } from '../../../contract/operations/operation.ts';
import { expectStatus } from '../../support/http/http.ts';
import { eventually } from '../../support/eventually.ts';
import { parseExactly } from '../../support/stack/follow.ts';
import type { Stack } from '../../support/stack/stack.ts';
import type { Scene } from './scene.ts';

let stack: Stack;
let client: Client;

/** Resets the operation to the end of its first workflow task. Resolves to the new run. */
async function reset(workflowId: string): Promise<string> {
  const { events = [] } = await client.workflow.getHandle(workflowId).fetchHistory();
  const task = events?.find((event) => event.workflowTaskCompletedEventAttributes);
  const { runId } = await client.workflowService.resetWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId },
    workflowTaskFinishEventId: task?.eventId ?? null,
    reason: 'a test',
    requestId: randomUUID(),
  });
  return runId;
}

/** Reads the operation in every API process. Fails unless all show the same run. */
async function readRun(id: string, runId: string): Promise<Operation> {
  const answers = await Promise.all(stack.apis.map((api) => api.get(`/operations/${id}`)));
  for (const { headers } of answers) expect(headers['etag']).toContain(runId);
  return parseExactly(operationSchema, answers[0]?.body);
}

async function listed(name: string): Promise<Operation[]> {
  const { body } = await stack.api.get(`/operations?resourceId=${name}`);
  return (body as { items: Operation[] }).items;
}

export function operatorActions(scene: Scene): void {
  describe('after an operator has acted in Temporal', () => {
    beforeAll(async () => {
      ({ stack } = scene);
      client = await stack.temporalClient();
    });

    test('a reset before a cancel: the operation runs again, and can be canceled', async () => {
      const { id } = await scene.stall('reset-running');
      const before = parseExactly(operationSchema, (await stack.api.get(`/operations/${id}`)).body);
      const runId = await reset(id);
      const again = await eventually(async () => {
        const { headers, body } = await stack.api.get(`/operations/${id}`);
        return headers['etag']?.includes(runId) ? parseExactly(operationSchema, body) : undefined;
      });
      // It stands where it was at the point of the reset.
      expect(['pending', 'running']).toContain(again.status);
      expect(again.cancelable).toBe(true);
      expect(again.createdAt).toBe(before.createdAt);
      expect(again.version).toBeGreaterThan(before.version);
      const canceled = await stack.api.post(`/operations/${id}/cancel`, {});
      expectStatus(canceled, 202);
      expect(canceled.body).toMatchObject({ status: 'canceling', cancelable: false });
      expect((await stack.finished(id)).status).toBe('canceled');
      expect((await readRun(id, runId)).status).toBe('canceled');
    });

    test('a reset after a cancel: no process shows the outcome of the old run, and lists show one run', async () => {
      const { id } = await scene.stall('reset-canceled');
      expectStatus(await stack.api.post(`/operations/${id}/cancel`, {}), 202);
      const before = await stack.finished(id);
      expect((await stack.apis[1]?.get(`/operations/${id}`))?.body).toEqual(before);
      await stack.worker.stop();
      const runId = await reset(id);
      // The new run stands where the operation was at the point of the reset.
      expect(await readRun(id, runId)).toMatchObject({ status: 'pending', cancelable: true });
      await stack.worker.start();
      const after = await stack.finished(id);
      expect(after.version).toBeGreaterThan(before.version);
      expect(await readRun(id, runId)).toEqual(after);
      const { progress: _progress, ...whole } = after;
      await eventually(async () => {
        const items = await listed('reset-canceled');
        expect(items).toHaveLength(1);
        expect(items[0]).toMatchObject(whole);
        return true;
      });
      const retry = await stack.api.post(`/operations/${id}/retry`, {});
      expectStatus(retry, 202);
      const { id: second } = parseExactly(operationSchema, retry.body);
      expectStatus(await stack.api.post(`/operations/${second}/cancel`, {}), 202);
      await stack.finished(second);
    });

    test('a paused step is named, and the operation can be canceled', async () => {
      const { id } = await scene.stall('paused');
      await client.workflowService.pauseActivity({
        namespace: client.options.namespace,
        execution: { workflowId: id },
        identity: 'a test',
        id: 'create/vpc/main/1',
        reason: 'a test',
      });
      // The second process has no watch yet, so it describes the operation.
      const { body } = (await stack.apis[1]?.get(`/operations/${id}`)) ?? {};
      expect(parseExactly(operationSchema, body).progress.message).toContain(
        'vpc main: paused in Temporal',
      );
      expectStatus(await stack.api.post(`/operations/${id}/cancel`, {}), 202);
      expect((await stack.finished(id)).status).toBe('canceled');
    });

    test('a deleted operation is unknown everywhere', async () => {
      const { id } = await scene.stall('deleted');
      await client.workflowService.deleteWorkflowExecution({
        namespace: client.options.namespace,
        workflowExecution: { workflowId: id },
      });
      for (const api of stack.apis) {
        await eventually(async () => (await api.get(`/operations/${id}`)).status === 404);
        expect((await api.post(`/operations/${id}/cancel`, {})).status).toBe(404);
        expect((await api.post(`/operations/${id}/retry`, {})).status).toBe(404);
      }
      await eventually(async () => (await listed('deleted')).length === 0);
    });
  });
}
