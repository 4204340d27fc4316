/** What the history of an operation means for the nodes that it shows. Each kind of operation has its own. */
import type { EngineChange } from '../../contract/temporal/engine.ts';
import type { ActivityEnd, Payloads } from '../timeline/events.ts';

/** An activity that was scheduled. */
export interface Step {
  type: string;
  /** The node that the activity works on, and the verb in its id. */
  urn?: string;
  verb: string;
  /** The argument of the activity. */
  argument: Payloads | null | undefined;
}

/** Times are the workflow's, in milliseconds since the epoch. */
export interface Story {
  /** The workflow has scheduled the activity. */
  began?(step: Step, now: number): void;
  ended(step: Step, end: ActivityEnd, now: number): void;
  /** The workflow has taken notice of a cancel. */
  canceled?(now: number): void;
  entered?(stage: string, now: number): void;
  signaled?(changes: readonly EngineChange[]): void;
}
