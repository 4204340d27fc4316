/** The records of updates, which take time. A cluster, node group or add-on has at most one at a time. */
import { randomUUID } from 'node:crypto';
import { errorAnswer, jsonAnswer } from '../proxy/answers.ts';
import { segments, type Answer, type Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';

export type UpdateType =
  | 'AccessConfigUpdate'
  | 'AddonUpdate'
  | 'AutoModeUpdate'
  | 'ConfigUpdate'
  | 'DeletionProtectionUpdate'
  | 'EndpointAccessUpdate'
  | 'LoggingUpdate'
  | 'UpgradePolicyUpdate'
  | 'VersionRollback'
  | 'VersionUpdate'
  | 'VpcConfigUpdate';

interface UpdateRequest {
  type: UpdateType;
  /** The key of the cluster, node group or add-on. */
  key: string;
  /** The new values, as AWS shows them. */
  params?: readonly { type: string; value: string }[];
  /** How many times as long as usual the update takes. */
  rounds?: number;
  /** Takes effect when the update succeeds. */
  apply?: () => void;
  /** The update fails for this reason. */
  failure?: { errorCode: string; errorMessage: string } | undefined;
}
interface Update extends UpdateRequest {
  id: string;
  createdAt: number;
  status: 'InProgress' | 'Successful' | 'Failed';
}

const INJECTED = {
  errorCode: 'NodeCreationFailure',
  errorMessage: 'The sandbox injects this failure.',
};

export function createEksUpdates({ delays }: { delays: Delays }) {
  const updates = new Map<string, Update>();

  const isRunning = (key: string) =>
    [...updates.values()].some((it) => it.key === key && it.status === 'InProgress');

  function viewOf({ id, type, status, params = [], createdAt, failure }: Update) {
    const errors = status === 'Failed' && failure !== undefined ? [failure] : [];
    return { id, type, params, createdAt, errors, status };
  }

  return {
    isRunning,
    /** Lets due updates take effect. */
    settle(): void {
      for (const update of updates.values()) {
        const isDue = delays.stateOf(update.id) !== 'creating';
        if (update.status !== 'InProgress' || !isDue) continue;
        update.status = update.failure === undefined ? 'Successful' : 'Failed';
        if (update.failure === undefined) update.apply?.();
      }
    },
    /** @param failing true to inject a failure */
    begin(call: Call, request: UpdateRequest, failing: boolean): Answer {
      if (isRunning(request.key)) {
        return errorAnswer(call, 'ResourceInUseException', `${request.key} is being updated.`, 409);
      }
      const update: Update = {
        id: randomUUID(),
        createdAt: Date.now() / 1000,
        status: 'InProgress',
        ...request,
        ...(failing && { failure: INJECTED }),
      };
      updates.set(update.id, update);
      delays.begin(update.id, 'update', request.rounds);
      return jsonAnswer({ update: viewOf(update) });
    },
    /** Answers `GET /clusters/{}/updates/{id}`. */
    describe(call: Call): Answer {
      const update = updates.get(segments(call.path)[3] ?? '');
      return update === undefined
        ? errorAnswer(call, 'ResourceNotFoundException', 'The update was not found.', 404)
        : jsonAnswer({ update: viewOf(update) });
    },
    /** Answers `GET /clusters/{}/updates`, for the cluster, one of its node groups or one of its add-ons. */
    list: (key: string): Answer =>
      jsonAnswer({
        updateIds: [...updates.values()].filter((it) => it.key === key).map(({ id }) => id),
      }),
    forget(key: string) {
      for (const [id, update] of updates) if (update.key === key) updates.delete(id);
    },
  };
}
export type EksUpdates = ReturnType<typeof createEksUpdates>;
