/** Shows what the engine has said about a module, whether its step has succeeded or failed. */
import type { EngineAnswer } from '../../activities/engine/deployments.ts';
import { failureDetails } from '../operation/errors.ts';
import type { Tracker } from '../operation/tracker.ts';

/** @param answer undefined from a worker of an earlier version */
export function showDiagnostics(tracker: Tracker, answer: EngineAnswer | undefined): void {
  // An activity without a result answers null.
  const diagnostics = answer?.diagnostics;
  if (diagnostics !== undefined) tracker.diagnose(diagnostics);
}

export function showDiagnosticsOf(tracker: Tracker, failure: unknown): void {
  const diagnostics = failureDetails(failure)?.diagnostics;
  if (diagnostics !== undefined) tracker.diagnose(diagnostics);
}
