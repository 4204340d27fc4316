/** What the dialog says before a plan is applied: how much it changes, and which data it deletes. */
import { dataLosses } from '../../contract/plans/data-loss.ts';
import { changesText } from '../../contract/plans/words.ts';
import type { Operation } from '../model/types.ts';
import { nodeLabel, plural } from '../model/labels.ts';

/** The dialog stays small; the plan behind it has them all. */
const MAX_NAMED = 8;

interface ConfirmationProps {
  operation: Operation;
  text: string;
  typed: string;
  onType(text: string): void;
}

/** Asks for the name of the resource if data is lost, because a click happens too easily. */
export function Confirmation({ operation, text, typed, onType }: ConfirmationProps) {
  const { progress, resourceId } = operation;
  const losses = dataLosses(progress.resources);
  const more = losses.length - MAX_NAMED;
  return (
    <>
      <p class="planned">{changesText(progress.resources) || progress.message}</p>
      <p>{text}</p>
      {losses.length > 0 && (
        <>
          <div class="losses">
            <p>Data is lost with {plural(losses.length, 'resource')}:</p>
            <ul>
              {losses.slice(0, MAX_NAMED).map(({ item: { urn }, what, why }) => (
                <li key={urn}>
                  {nodeLabel(urn)}: {what}, with {why}
                </li>
              ))}
              {more > 0 && <li>and {more} more</li>}
            </ul>
          </div>
          <label class="reason">
            <span>
              Type <strong>{resourceId}</strong> to apply the plan
            </span>
            <input
              type="text"
              value={typed}
              autocomplete="off"
              autocapitalize="none"
              spellcheck={false}
              onInput={({ currentTarget }) => onType(currentTarget.value)}
            />
          </label>
        </>
      )}
    </>
  );
}

/** True if the dialog may apply the plan. */
export function isAllowed({ progress, resourceId }: Operation, typed: string): boolean {
  return dataLosses(progress.resources).length === 0 || typed.trim() === resourceId;
}
