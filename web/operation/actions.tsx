/** The buttons for the actions that are possible now. Each asks for confirmation. */
import { useState } from 'preact/hooks';
import { act, removeResource } from '../api.ts';
import type { Operation } from '../model/types.ts';
import { kindLabel } from '../model/labels.ts';
import { navigate, paths } from '../router.ts';
import { Confirmation, isAllowed } from '../plan/confirmation.tsx';
import { actionsOf, actionText, recommendedAction, type ActionName } from './action-texts.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

/** As long as the API accepts, in characters. */
const MAX_REASON_LENGTH = 512;

interface ActionsProps {
  operation: Operation;
  /** Called with the operation's state after an action. */
  onUpdate(operation: Operation): void;
}

export function Actions({ operation, onUpdate }: ActionsProps) {
  const [selected, setSelected] = useState<ActionName>();
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const name = `${kindLabel(operation.operation)} ${operation.resourceId}`;
  const recommended = recommendedAction(operation);
  const dialog = selected && actionText(selected, operation, name);

  async function submit(action: ActionName): Promise<void> {
    const result =
      action === 'remove'
        ? await removeResource(operation)
        : await act(operation.id, action, reason.trim());
    if (result.id === operation.id) onUpdate(result);
    else navigate(paths.operation(result.id));
  }

  return (
    <div class="actions" role="group" aria-label="Actions">
      {actionsOf(operation).map((action) => (
        <button
          key={action}
          type="button"
          class={`button ${action === recommended ? 'primary' : ''}`}
          aria-haspopup="dialog"
          onClick={() => {
            setReason('');
            setTyped('');
            setSelected(action);
          }}
        >
          {actionText(action, operation, name).button}
        </button>
      ))}
      {selected !== undefined && dialog !== undefined && (
        <ConfirmDialog
          title={dialog.title}
          yes={dialog.yes}
          no={dialog.no}
          dangerous={dialog.dangerous}
          isReady={selected !== 'confirm' || isAllowed(operation, typed)}
          act={() => submit(selected)}
          close={() => setSelected(undefined)}
        >
          {selected === 'confirm' ? (
            <Confirmation
              operation={operation}
              text={dialog.text}
              typed={typed}
              onType={setTyped}
            />
          ) : (
            <p>{dialog.text}</p>
          )}
          {selected !== 'remove' && (
            <label class="reason">
              <span>Reason (optional)</span>
              <textarea
                rows={2}
                maxLength={MAX_REASON_LENGTH}
                value={reason}
                onInput={({ currentTarget }) => setReason(currentTarget.value)}
              />
            </label>
          )}
        </ConfirmDialog>
      )}
    </div>
  );
}
