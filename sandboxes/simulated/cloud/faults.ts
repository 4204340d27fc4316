import type { Fault } from '../../../contract/providers/simulation.ts';
import { CloudError } from './cloud-error.ts';
import { limitCode, type ResourceTypeName } from './resource-types.ts';
import { parseSimulation, SIMULATION_TAG } from './simulation-tag.ts';
import type { State } from './state.ts';

const UID_TAG = 'slipway:uid';
const PARSED_TAGS = 1_000;

type Moment = Fault['when'];
type Kind = Fault['kind'];
/** `ready` is the end of a create, `updated` the end of an update. */
type Progress = 'ready' | 'updated';

/** The default error codes. */
const DEFAULT_CODES = {
  error: () => 'InternalFailure',
  throttle: () => 'Throttling',
  quota: limitCode,
} as const;
/** The default reasons for a failed create or update. */
const PROGRESS_FAILURES = { ready: 'CreateFailed', updated: 'UpdateFailed' } as const;
const SERVER_ERRORS: ReadonlySet<string> = new Set(['InternalFailure', 'ServiceUnavailable']);
/** A create or update in progress has no response, so a response cannot be lost. */
const KINDS_IN_PROGRESS: ReadonlySet<Kind> = new Set([
  'error',
  'throttle',
  'quota',
  'hang',
  'slow',
]);

/** What happens to a response after the call has taken effect. */
export type Disturbance = 'lost_response' | 'hang' | 'slow';
/** The outcome of a create or update with a fault. `failure` is the reason why it fails. */
export type ProgressFault = { failure: string } | 'hang' | 'slow' | undefined;

interface Subject {
  type: ResourceTypeName;
  name: string;
  tags: Record<string, string>;
}

/**
 * The faults that a resource's tag requests. A fault hits the requested number of calls, counted over
 * all resources with the same tag `slipway:uid`, also across restarts.
 */
export interface Faults {
  /**
   * @returns what happens to the response
   * @throws CloudError if the fault is an error
   */
  atCall(moment: Exclude<Moment, Progress>, subject: Subject): Disturbance | undefined;
  inProgress(moment: Progress, subject: Subject): ProgressFault;
}

export function createFaults(state: State, speed: number): Faults {
  const parse = cachedParse();

  const take = (moment: Moment, subject: Subject): Fault | undefined => {
    const tag = subject.tags[SIMULATION_TAG];
    if (tag === undefined) return undefined;
    for (const [index, fault] of parse(tag).entries()) {
      if (!matches(fault, moment, subject)) continue;
      // The key contains the whole fault, because an update can request other faults than the create.
      const key = `${subject.tags[UID_TAG] ?? ''}/${index}/${JSON.stringify(fault)}`;
      const hits = state.faultHits(key);
      if (hits >= fault.times) continue;
      state.commit({ kind: 'fault_hits', key, hits: hits + 1 });
      return fault;
    }
    return undefined;
  };

  return {
    atCall(moment, subject) {
      const fault = take(moment, subject);
      switch (fault?.kind) {
        case 'error': {
          const code = fault.code ?? DEFAULT_CODES.error();
          throw new CloudError(
            SERVER_ERRORS.has(code) ? 500 : 400,
            code,
            `${code}, as requested by the tag ${SIMULATION_TAG}`,
          );
        }
        case 'throttle': {
          const code = fault.code ?? DEFAULT_CODES.throttle();
          throw new CloudError(429, code, 'Rate exceeded', {
            retryAfter: Math.ceil(1 / speed),
            retryAfterMs: Math.ceil(1_000 / speed),
          });
        }
        case 'quota': {
          const code = fault.code ?? DEFAULT_CODES.quota(subject.type);
          throw new CloudError(
            400,
            code,
            `The limit of resources of type ${subject.type} is reached`,
          );
        }
        default:
          return fault?.kind;
      }
    },
    inProgress(moment, subject) {
      const fault = take(moment, subject);
      switch (fault?.kind) {
        case 'hang':
        case 'slow':
          return fault.kind;
        case 'error':
          return { failure: fault.code ?? PROGRESS_FAILURES[moment] };
        case 'throttle':
        case 'quota':
          return { failure: fault.code ?? DEFAULT_CODES[fault.kind](subject.type) };
        default:
          return undefined;
      }
    },
  };
}

function matches(fault: Fault, moment: Moment, subject: Subject): boolean {
  return (
    fault.when === moment &&
    (fault.type === undefined || fault.type === subject.type) &&
    (fault.name === undefined || fault.name === subject.name) &&
    ((moment !== 'ready' && moment !== 'updated') || KINDS_IN_PROGRESS.has(fault.kind))
  );
}

/** Cached, as all resources of a cluster have the same tag. */
function cachedParse(): (tag: string) => Fault[] {
  const parsed = new Map<string, Fault[]>();
  return (tag) => {
    const known = parsed.get(tag);
    if (known !== undefined) return known;
    if (parsed.size >= PARSED_TAGS) parsed.clear();
    const faults = parseSimulation(tag) ?? [];
    parsed.set(tag, faults);
    return faults;
  };
}
