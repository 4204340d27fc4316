/** Keeps how long the resources of one region take. See contract/temporal/durations.ts. */
import {
  condition,
  continueAsNew,
  defineSignal,
  setHandler,
  upsertMemo,
  workflowInfo,
} from '@temporalio/workflow';
import {
  typicalDurations,
  withDurations,
  type KnownDurations,
  type NotedDuration,
} from '../../contract/temporal/durations.ts';
import { SIGNALS } from '../../contract/temporal/names.ts';

export async function durations(input: KnownDurations): Promise<void> {
  let known = input;
  setHandler(defineSignal<[NotedDuration[]]>(SIGNALS.noteDurations), (noted) => {
    known = withDurations(known, noted);
    upsertMemo({ typical: typicalDurations(known) });
  });
  await condition(() => workflowInfo().continueAsNewSuggested);
  await continueAsNew<typeof durations>(known);
}
