/** Updates of clusters and node groups, which take time. moto does not support versions. */
import { randomUUID } from 'node:crypto';
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { segments, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';

const STATUSES = {
  creating: 'InProgress',
  ready: 'Successful',
  failed: 'Failed',
  deleting: 'Successful',
  gone: 'Successful',
} as const;

interface Update {
  id: string;
  type: 'VersionUpdate' | 'ConfigUpdate';
  /** The key of the cluster or node group. */
  key: string;
  /** The Kubernetes version after the update. */
  version?: string;
  errors: { errorCode: string; errorMessage: string }[];
}

export function createEksUpdates({ delays }: { delays: Delays }) {
  const updates = new Map<string, Update>();

  const isRunning = (key: string) =>
    [...updates.values()].some((it) => it.key === key && delays.stateOf(it.id) === 'creating');

  function viewOf({ id, type, errors }: Update) {
    const state = delays.stateOf(id);
    return {
      id,
      type,
      params: [],
      createdAt: Date.now() / 1000,
      errors: state === 'failed' ? errors : [],
      status: STATUSES[state],
    };
  }

  return {
    isRunning,
    begin(call: Call, update: Pick<Update, 'type' | 'key' | 'version'>, failing: boolean): Answer {
      if (isRunning(update.key)) {
        return errorAnswer(call, 'ResourceInUseException', `${update.key} is being updated.`, 409);
      }
      const id = randomUUID();
      const errors = [
        { errorCode: 'NodeCreationFailure', errorMessage: 'The sandbox injects this failure.' },
      ];
      updates.set(id, { id, errors, ...update });
      delays.begin(id, 'nodegroup');
      if (failing) delays.fail(id);
      return jsonAnswer({ update: viewOf({ id, errors, ...update }) });
    },
    /** Answers `GET /clusters/{}/updates/{id}`. */
    describe(call: Call): Answer {
      const update = updates.get(segments(call.path)[3] ?? '');
      return update === undefined
        ? errorAnswer(call, 'ResourceNotFoundException', 'The update was not found.', 404)
        : jsonAnswer({ update: viewOf(update) });
    },
    /** The current Kubernetes version of a cluster or node group. */
    versionOf(key: string, first: string): string {
      const done = [...updates.values()].filter(
        (it) => it.key === key && it.version !== undefined && delays.stateOf(it.id) === 'ready',
      );
      return done.at(-1)?.version ?? first;
    },
    forget(key: string) {
      for (const [id, update] of updates) if (update.key === key) updates.delete(id);
    },
  };
}
