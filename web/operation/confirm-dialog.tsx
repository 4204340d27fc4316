/** Asks for confirmation. The browser's own dialog keeps the focus inside, and Escape closes it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../parts/problem.tsx';

interface ConfirmDialogProps {
  title: string;
  children: ComponentChildren;
  /** The label of the button that starts the action. */
  yes: string;
  no: string;
  dangerous: boolean;
  /** False while the dialog lacks something that the action needs. */
  isReady?: boolean;
  act(): Promise<void>;
  close(): void;
}

export function ConfirmDialog({
  title,
  children,
  yes,
  no,
  dangerous,
  isReady = true,
  act,
  close,
}: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  async function confirm(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await act();
      dialog.current?.close();
      // The browser returns the focus to the button that has opened the dialog, which goes away with its action.
      document.getElementById('main')?.focus({ preventScroll: true });
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  }

  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={close}>
      <h2 id="dialog-title">{title}</h2>
      {children}
      {error !== undefined && <Problem error={error} />}
      <div class="dialog-buttons">
        <button type="button" class="button" autofocus onClick={() => dialog.current?.close()}>
          {no}
        </button>
        <button
          type="button"
          class={`button ${dangerous ? 'danger' : 'primary'}`}
          disabled={busy || !isReady}
          onClick={() => void confirm()}
        >
          {busy ? 'Sending…' : yes}
        </button>
      </div>
    </dialog>
  );
}
