/** Deployments, with each way in which they can end. They need the engine: run `npm run engine` first. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PREVIEW_DEPLOYMENT_WORKFLOW } from '../../contract/temporal/names.ts';
import { isInputOf, type PreviewDeploymentInput } from '../../contract/temporal/operation-input.ts';
import { deploymentSchema } from '../../contract/resources/deployment.ts';
import { operationSchema } from '../../contract/operations/operation.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import { operationInput } from '../../operations/temporal/operation-input.ts';
import { expectStatus } from '../support/http/http.ts';
import { cancelWhen, ended, remove, run, type Scene, type Story } from './story.ts';

const MODULE = `
  variable "release" { default = "1" }
  resource "terraform_data" "one" { input = var.release }
  resource "terraform_data" "two" { input = terraform_data.one.output }
`;
/** Fails when it is applied; the plan finds nothing wrong. */
const FAILING = `${MODULE}
  resource "terraform_data" "never" {
    lifecycle {
      postcondition {
        condition     = self.id == "none"
        error_message = "It has an id."
      }
    }
  }
`;

const deployment = (name: string, main = MODULE, more: object = {}) => ({
  name,
  source: { files: { 'main.tf': main } },
  ...more,
});

async function decide(scene: Scene, name: string, decision: 'confirm' | 'discard', end: string) {
  const wanted = deployment(name, MODULE, { confirm: 'manual' });
  const { id } = await scene.stack.submit('/deployments', wanted);
  await waits(scene, id);
  expectStatus(await scene.stack.api.post(`/operations/${id}/${decision}`), 202);
  return ended(scene.stack, id, end);
}

async function waits({ stack }: Scene, id: string, reason?: 'plan_changed'): Promise<void> {
  await stack.follow(id, {
    until: ({ progress }) =>
      progress.stage === 'awaiting_confirmation' && progress.reason === reason,
  });
}

async function confirmed(scene: Scene, id: string): Promise<void> {
  await waits(scene, id);
  expectStatus(await scene.stack.api.post(`/operations/${id}/confirm`), 202);
  await ended(scene.stack, id, 'succeeded');
}

/** Takes a resource out of a deployment's state, so that a plan that was made before is stale. */
async function loseResource({ stack }: Scene, name: string, resource: string): Promise<void> {
  const { body } = await stack.api.get(`/deployments/${name}`);
  const { uid } = deploymentSchema.parse(body);
  const { state } = deploymentKeys(stack.organizationId, uid);
  const file = path.join(stack.dataDirectory, 'blobs', state);
  const before = JSON.parse(readFileSync(file, 'utf8')) as {
    serial: number;
    resources: { name: string }[];
  };
  const resources = before.resources.filter((it) => it.name !== resource);
  writeFileSync(file, JSON.stringify({ ...before, serial: before.serial + 1, resources }));
}

export const stories: readonly Story[] = [
  {
    histories: [
      'applyDeployment-confirmed',
      'applyDeployment-changed',
      'destroyDeployment-succeeded',
    ],
    async play(scene) {
      const { id } = await decide(scene, 'whole', 'confirm', 'succeeded');
      await scene.keep('applyDeployment-confirmed', id);
      const patch = { variables: { release: '2' }, confirm: 'auto' };
      const answer = await scene.stack.api.patch('/deployments/whole', patch);
      const change = operationSchema.parse(answer.body);
      await ended(scene.stack, change.id, 'succeeded');
      await scene.keep('applyDeployment-changed', change.id);
      const gone = await remove(scene, '/deployments/whole', 'succeeded');
      await scene.keep('destroyDeployment-succeeded', gone.id);
    },
  },
  {
    histories: [
      'applyDeployment-outputs-confirmed',
      'applyDeployment-confirmed-again',
      'destroyDeployment-confirmed',
    ],
    async play(scene) {
      const { api } = scene.stack;
      await decide(scene, 'careful', 'confirm', 'succeeded');
      const files = { 'outputs.tf': 'output "made" { value = terraform_data.two.output }' };
      const outputs = await api.patch('/deployments/careful', { source: { files } });
      const { id: outputsId } = operationSchema.parse(outputs.body);
      await confirmed(scene, outputsId);
      await scene.keep('applyDeployment-outputs-confirmed', outputsId);

      const patch = { variables: { release: '2' } };
      const { id } = operationSchema.parse((await api.patch('/deployments/careful', patch)).body);
      await waits(scene, id);
      await loseResource(scene, 'careful', 'two');
      expectStatus(await api.post(`/operations/${id}/confirm`), 202);
      await waits(scene, id, 'plan_changed');
      expectStatus(await api.post(`/operations/${id}/confirm`), 202);
      await ended(scene.stack, id, 'succeeded');
      await scene.keep('applyDeployment-confirmed-again', id);

      const removal = await scene.stack.remove('/deployments/careful');
      await confirmed(scene, removal.id);
      await scene.keep('destroyDeployment-confirmed', removal.id);
    },
  },
  {
    histories: ['applyDeployment-discarded'],
    async play(scene) {
      const { id } = await decide(scene, 'unwanted', 'discard', 'canceled');
      await scene.keep('applyDeployment-discarded', id);
    },
  },
  {
    histories: ['applyDeployment-canceled-before-confirmation'],
    async play(scene) {
      const wanted = deployment('waiting', MODULE, { confirm: 'manual' });
      const { id } = await scene.stack.submit('/deployments', wanted);
      await cancelWhen(scene, id, ({ progress }) => progress.stage === 'awaiting_confirmation');
      await scene.keep('applyDeployment-canceled-before-confirmation', id);
    },
  },
  {
    // The workflow waits until the engine has ended.
    histories: ['applyDeployment-canceled-while-planning'],
    async play(scene) {
      const { id } = await scene.stack.submit('/deployments', deployment('unplanned'));
      await cancelWhen(scene, id, ({ progress }) => progress.stage === 'planning');
      await scene.keep('applyDeployment-canceled-while-planning', id);
    },
  },
  {
    // Without a worker, the decision is a signal.
    histories: ['applyDeployment-confirmed-without-a-worker'],
    async play(scene) {
      const wanted = deployment('patient', MODULE, { confirm: 'manual' });
      const { id } = await scene.stack.submit('/deployments', wanted);
      await scene.stack.follow(id, {
        until: ({ progress }) => progress.stage === 'awaiting_confirmation',
      });
      await scene.stack.worker.kill();
      expectStatus(await scene.stack.api.post(`/operations/${id}/confirm`), 202);
      await scene.stack.worker.start();
      await ended(scene.stack, id, 'succeeded');
      await scene.keep('applyDeployment-confirmed-without-a-worker', id);
    },
  },
  {
    histories: ['applyDeployment-failed', 'destroyDeployment-after-a-failed-apply'],
    async play(scene) {
      const { id } = await run(scene, '/deployments', deployment('half', FAILING), 'failed');
      await scene.keep('applyDeployment-failed', id);
      const gone = await remove(scene, '/deployments/half', 'succeeded');
      await scene.keep('destroyDeployment-after-a-failed-apply', gone.id);
    },
  },
  {
    histories: ['applyDeployment-failed-and-destroyed'],
    async play(scene) {
      const wanted = deployment('fragile', FAILING, { onFailure: 'destroy' });
      const { id } = await run(scene, '/deployments', wanted, 'failed');
      await scene.keep('applyDeployment-failed-and-destroyed', id);
    },
  },
  {
    histories: ['applyDeployment-invalid'],
    async play(scene) {
      const wanted = deployment('invalid', 'resource "terraform_data" "it" { input = var.no }');
      const { id } = await run(scene, '/deployments', wanted, 'module_invalid');
      await scene.keep('applyDeployment-invalid', id);
    },
  },
  {
    // Started without the API, which deletes a preview as soon as it has answered.
    histories: ['previewDeployment-of-a-change'],
    async play(scene) {
      const { id } = await run(scene, '/deployments', deployment('looked-at'), 'succeeded');
      const client = await scene.stack.temporalClient();
      const { runId } = await client.workflow.getHandle(id).describe();
      const input = await operationInput(client, { workflowId: id, runId });
      if (!isInputOf(input, 'apply_deployment')) throw new Error('nothing was deployed');
      const { subject, spec, engineTimeoutMs, timings } = input;
      const preview: PreviewDeploymentInput = {
        operationId: id,
        subject,
        spec: { ...spec, variables: { release: '2' } },
        destroy: false,
        engineTimeoutMs,
        timings,
      };
      const workflowId = `preview-${id}`;
      const taskQueue = 'slipway';
      await client.workflow.execute(PREVIEW_DEPLOYMENT_WORKFLOW, {
        workflowId,
        taskQueue,
        args: [preview],
      });
      await scene.keep('previewDeployment-of-a-change', workflowId);
    },
  },
];
