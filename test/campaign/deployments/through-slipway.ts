/** Takes a module through Slipway's API: a request for each step, and a deletion at the end. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { operationPlanSchema, type ShownValue } from '../../../contract/operations/plan.ts';
import type { Operation } from '../../../contract/operations/operation.ts';
import type { EngineName } from '../../../contract/vocabulary.ts';
import { deploymentOutputsSchema } from '../../../contract/resources/deployment.ts';
import { directoryBlobStore } from '../../../deployments/storage/blob-store.ts';
import { deploymentKeys } from '../../../deployments/storage/keys.ts';
import { expectStatus } from '../../support/http/http.ts';
import type { Stack } from '../../support/stack/stack.ts';
import { variablesOf, type CampaignModule, type Step } from './module.ts';
import { filesIn, readState, shown, type Changes, type Outcome } from './outcome.ts';

const FOLLOW_MS = 180_000;
const DEPOSED = /\.deposed\.[0-9a-f]{8}$/;

/** Something that happens while an operation runs, for example a kill. */
export type Strike = (operation: Operation) => Promise<void>;

export interface ThroughSlipway {
  apply(step: Step, strike?: Strike): Promise<Outcome>;
  destroy(step: Step, strike?: Strike): Promise<Outcome>;
}

export interface SlipwaySetup {
  stack: Stack;
  name: string;
  module: CampaignModule;
  engine: EngineName;
  /** Where the files of the module remain. */
  directory: string;
  /** Returns the text of a state that may be encrypted. */
  decrypt(step: Step, state: string): Promise<string>;
}

export function throughSlipway(setup: SlipwaySetup): ThroughSlipway {
  const { stack, name, module, engine, directory, decrypt } = setup;
  const url = `/deployments/${name}`;
  const blobs = directoryBlobStore(path.join(stack.dataDirectory, 'blobs'));
  /** The step that the deployment has now; undefined if it does not exist. */
  let current: Step | undefined;

  async function isThere(): Promise<boolean> {
    return (await stack.api.get(url)).status === 200;
  }

  /** Writes the secrets of a step as an operator does, and returns their names. */
  function secretsOf({ secrets = {} }: Step): Record<string, string> {
    const folder = path.join(stack.dataDirectory, 'secrets', stack.organizationId);
    mkdirSync(folder, { recursive: true });
    return Object.fromEntries(
      Object.entries(secrets).map(([variable, value]) => {
        const secret = `${name}-${variable}`;
        writeFileSync(path.join(folder, secret), value);
        return [variable, secret];
      }),
    );
  }

  async function submit(step: Step): Promise<Operation> {
    const { workingDirectory } = module;
    const wanted = {
      variables: variablesOf(step, directory),
      secrets: secretsOf(step),
      targets: step.targets ?? [],
    };
    if (current === undefined) {
      const source = {
        files: step.files,
        ...(workingDirectory !== undefined && { workingDirectory }),
      };
      return stack.submit('/deployments', { name, engine, source, ...wanted });
    }
    const before = {
      files: current.files,
      variables: variablesOf(current, directory),
      secrets: current.secrets ?? {},
    };
    return stack.patch(url, {
      source: { files: replacing(before.files, step.files) },
      variables: replacing(before.variables, wanted.variables),
      secrets: replacing(before.secrets, wanted.secrets),
      targets: wanted.targets,
      ...(step.replace && { replace: step.replace }),
    });
  }

  async function outcomeOf(step: Step, operation: Operation): Promise<Outcome> {
    const { status, error, progress, resourceUid = '' } = operation;
    const remains = await isThere();
    const keys = deploymentKeys(stack.organizationId, resourceUid);
    const state = (await blobs.get(keys.state))?.toString();
    expect(await blobs.get(keys.lock), 'the lock').toBeUndefined();
    if (!remains) expect(await blobs.list(keys.all)).toEqual([]);
    expect(['succeeded', 'failed']).toContain(status);
    return {
      end: status === 'succeeded' ? 'succeeded' : 'failed',
      errors: error === undefined ? [] : [error.message],
      actions: Object.fromEntries(
        progress.resources
          .filter(({ operation: does }) => does !== 'same' && does !== 'read')
          .map((it) => [`${it.type}/${it.name.replace(DEPOSED, '.deposed')}`, it.operation]),
      ),
      changes: await changesOf(operation, step.secrets === undefined),
      ...(status === 'succeeded' && remains && (await outputs())),
      state: state === undefined ? undefined : readState(await decrypt(step, state)),
      files: filesIn(directory),
    };
  }

  async function outputs() {
    const answer = await stack.api.get(`${url}/outputs`);
    expectStatus(answer, 200);
    const body = deploymentOutputsSchema.parse(answer.body);
    return { outputs: body.outputs, withheld: body.withheldOutputs.toSorted() };
  }

  async function changesOf({ id }: Operation, withValues: boolean): Promise<Changes | undefined> {
    const answer = await stack.api.get(`/operations/${id}/plan`);
    if (answer.status === 404) return undefined;
    expectStatus(answer, 200);
    const plan = operationPlanSchema.parse(answer.body);
    return {
      resources: Object.fromEntries(
        plan.resources.map(({ address, attributes }) => [
          address.replace(DEPOSED, '.deposed'),
          Object.fromEntries(
            attributes.map(({ path: attribute, before, after }) => {
              const [attributeName = ''] = attribute.split(/[.[]/);
              const isWhole = attributeName === attribute && isPlain(before) && isPlain(after);
              const sides = [textOf(before), textOf(after)] as const;
              return [attributeName, withValues && isWhole ? shown(...sides) : 'changes'];
            }),
          ),
        ]),
      ),
      outputs: plan.outputs.map((output) => output.path).toSorted(),
    };
  }

  return {
    async apply(step, strike) {
      const operation = await submit(step);
      await strike?.(operation);
      const outcome = await outcomeOf(
        step,
        await stack.finished(operation.id, { timeoutMs: FOLLOW_MS }),
      );
      current = (await isThere()) ? step : undefined;
      return outcome;
    },

    async destroy(step, strike) {
      // A step that has made nothing has left no deployment.
      if (current === undefined) return nothingToDestroy(directory);
      const operation = await stack.remove(url);
      await strike?.(operation);
      const outcome = await outcomeOf(
        step,
        await stack.finished(operation.id, { timeoutMs: FOLLOW_MS }),
      );
      current = (await isThere()) ? current : undefined;
      return outcome;
    },
  };
}

function nothingToDestroy(directory: string): Outcome {
  return {
    end: 'succeeded',
    errors: [],
    actions: {},
    changes: undefined,
    state: undefined,
    files: filesIn(directory),
  };
}

/** A merge patch that makes `next` of `before`. */
function replacing(before: object, next: object): Record<string, unknown> {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(next, key));
  return { ...next, ...Object.fromEntries(removed.map((key) => [key, null])) };
}

function isPlain(value: ShownValue | undefined): boolean {
  return value === undefined || !('json' in value) || !/^[[{]/.test(value.json);
}

function textOf(value: ShownValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  return 'json' in value ? value.json : `(${value.hidden})`;
}
