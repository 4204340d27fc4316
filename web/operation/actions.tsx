/** What can be done to an operation now, each after a question. */
import { useState } from 'preact/hooks';
import { isTerminal } from '../../contract/vocabulary.ts';
import { act, type Action } from '../api.ts';
import type { Operation } from '../model/types.ts';
import { kindLabel } from '../model/labels.ts';
import { navigate, paths } from '../router.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface DialogText {
  button: string;
  title(what: string): string;
  text: string;
  yes: string;
  no: string;
  dangerous: boolean;
}

const DIALOGS: Record<Action, DialogText> = {
  confirm: {
    button: 'Confirm',
    title: (what) => `Go on with “${what}”?`,
    text: 'The planned changes are carried out.',
    yes: 'Carry them out',
    no: 'Not yet',
    dangerous: false,
  },
  discard: {
    button: 'Discard',
    title: (what) => `Give up “${what}”?`,
    text: 'The plan is thrown away, and nothing is changed.',
    yes: 'Discard the plan',
    no: 'Not yet',
    dangerous: true,
  },
  cancel: {
    button: 'Cancel',
    title: (what) => `Cancel “${what}”?`,
    text: 'Calls to the cloud that are under way finish. Then what a creation or a change has made is undone; a removal stops where it is.',
    yes: 'Cancel the operation',
    no: 'Let it go on',
    dangerous: true,
  },
  retry: {
    button: 'Retry',
    title: (what) => `Retry “${what}”?`,
    text: 'A new operation wants the same. It starts from what is there, and makes only what is missing.',
    yes: 'Start it again',
    no: 'Not now',
    dangerous: false,
  },
};

function actionsOf({ status, progress, links }: Operation): Action[] {
  const waits = progress.stage === 'awaiting_confirmation' && !isTerminal(status);
  return [
    ...(waits && status !== 'canceling' ? (['confirm', 'discard'] as const) : []),
    ...(links.retry === undefined ? [] : (['retry'] as const)),
    ...(links.cancel === undefined ? [] : (['cancel'] as const)),
  ];
}

interface ActionsProps {
  operation: Operation;
  /** What is known of it after an action. */
  onUpdate(operation: Operation): void;
}

export function Actions({ operation, onUpdate }: ActionsProps) {
  const [asking, setAsking] = useState<Action>();
  const what = `${kindLabel(operation.operation)} ${operation.resourceId}`;
  const asked = asking && DIALOGS[asking];

  async function carryOut(action: Action): Promise<void> {
    const answered = await act(operation.id, action);
    if (answered.id === operation.id) onUpdate(answered);
    else navigate(paths.operation(answered.id));
  }

  return (
    <div class="actions" role="group" aria-label="Actions">
      {actionsOf(operation).map((action) => (
        <button
          key={action}
          type="button"
          class={`button ${DIALOGS[action].dangerous ? '' : 'primary'}`}
          aria-haspopup="dialog"
          onClick={() => setAsking(action)}
        >
          {DIALOGS[action].button}
        </button>
      ))}
      {asking !== undefined && asked !== undefined && (
        <ConfirmDialog
          title={asked.title(what)}
          yes={asked.yes}
          no={asked.no}
          dangerous={asked.dangerous}
          act={() => carryOut(asking)}
          close={() => setAsking(undefined)}
        >
          <p>{asked.text}</p>
        </ConfirmDialog>
      )}
    </div>
  );
}
