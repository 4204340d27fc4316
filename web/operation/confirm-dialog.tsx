/** Asks before something is done. A dialog of the browser's own: it keeps the focus, and Escape leaves it. */
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { Problem } from '../parts/problem.tsx';

interface ConfirmDialogProps {
  title: string;
  children: ComponentChildren;
  /** What the button says that does it. */
  yes: string;
  no: string;
  dangerous: boolean;
  act(): Promise<void>;
  close(): void;
}

export function ConfirmDialog({
  title,
  children,
  yes,
  no,
  dangerous,
  act,
  close,
}: ConfirmDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  useEffect(() => {
    dialog.current?.showModal();
  }, []);

  async function agree(): Promise<void> {
    setBusy(true);
    setError(undefined);
    try {
      await act();
      dialog.current?.close();
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  }

  return (
    <dialog ref={dialog} aria-labelledby="question" onClose={close}>
      <h2 id="question">{title}</h2>
      {children}
      {error !== undefined && <Problem error={error} />}
      <div class="answers">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          {no}
        </button>
        <button
          type="button"
          class={`button ${dangerous ? 'danger' : 'primary'}`}
          disabled={busy}
          onClick={() => void agree()}
        >
          {busy ? 'One moment…' : yes}
        </button>
      </div>
    </dialog>
  );
}
