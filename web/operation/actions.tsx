/** The buttons for the actions that are possible now. Each asks for confirmation. */
import { useState } from 'preact/hooks';
import { act, type Action } from '../api.ts';
import type { Operation } from '../model/types.ts';
import { kindLabel } from '../model/labels.ts';
import { navigate, paths } from '../router.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface DialogText {
  button: string;
  title(name: string): string;
  text: string;
  yes: string;
  no: string;
  dangerous: boolean;
}

const DIALOGS: Record<Action, DialogText> = {
  confirm: {
    button: 'Confirm',
    title: (name) => `Confirm “${name}”?`,
    text: 'The operation makes the planned changes.',
    yes: 'Apply the plan',
    no: 'Not yet',
    dangerous: false,
  },
  discard: {
    button: 'Discard',
    title: (name) => `Discard “${name}”?`,
    text: 'The plan is discarded and nothing changes. The operation is canceled.',
    yes: 'Discard the plan',
    no: 'Not yet',
    dangerous: true,
  },
  cancel: {
    button: 'Cancel',
    title: (name) => `Cancel “${name}”?`,
    text: 'Running calls to the cloud finish first. Then a create or an update is rolled back; a delete stops where it is.',
    yes: 'Cancel the operation',
    no: 'Keep it running',
    dangerous: true,
  },
  retry: {
    button: 'Retry',
    title: (name) => `Retry “${name}”?`,
    text: 'A new operation with the same request starts. It keeps the existing resources and creates only the missing ones.',
    yes: 'Start a retry',
    no: 'Not now',
    dangerous: false,
  },
};

/** As long as the API accepts, in characters. */
const MAX_REASON_LENGTH = 512;

function actionsOf({ status, links }: Operation): Action[] {
  return [
    ...(status === 'awaiting_confirmation' ? (['confirm', 'discard'] as const) : []),
    ...(links.retry === undefined ? [] : (['retry'] as const)),
    ...(links.cancel === undefined ? [] : (['cancel'] as const)),
  ];
}

interface ActionsProps {
  operation: Operation;
  /** Called with the operation's state after an action. */
  onUpdate(operation: Operation): void;
}

export function Actions({ operation, onUpdate }: ActionsProps) {
  const [selected, setSelected] = useState<Action>();
  const [reason, setReason] = useState('');
  const name = `${kindLabel(operation.operation)} ${operation.resourceId}`;
  const dialog = selected && DIALOGS[selected];

  async function submit(action: Action): Promise<void> {
    const result = await act(operation.id, action, reason.trim());
    if (result.id === operation.id) onUpdate(result);
    else navigate(paths.operation(result.id));
  }

  return (
    <div class="actions" role="group" aria-label="Actions">
      {actionsOf(operation).map((action) => (
        <button
          key={action}
          type="button"
          class={`button ${DIALOGS[action].dangerous ? '' : 'primary'}`}
          aria-haspopup="dialog"
          onClick={() => {
            setReason('');
            setSelected(action);
          }}
        >
          {DIALOGS[action].button}
        </button>
      ))}
      {selected !== undefined && dialog !== undefined && (
        <ConfirmDialog
          title={dialog.title(name)}
          yes={dialog.yes}
          no={dialog.no}
          dangerous={dialog.dangerous}
          act={() => submit(selected)}
          close={() => setSelected(undefined)}
        >
          <p>{dialog.text}</p>
          <label class="reason">
            <span>Reason (optional)</span>
            <textarea
              rows={2}
              maxLength={MAX_REASON_LENGTH}
              value={reason}
              onInput={({ currentTarget }) => setReason(currentTarget.value)}
            />
          </label>
        </ConfirmDialog>
      )}
    </div>
  );
}
