import { useEffect, useState } from 'preact/hooks';
import { announce } from './announcer.tsx';
import { Icon } from './icon.tsx';

const SHOWN_MS = 2_000;

type Outcome = 'copied' | 'failed';

interface CopyButtonProps {
  text: string;
  /** What is copied, for example "Copy the endpoint". */
  label: string;
}

export function CopyButton({ text, label }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (outcome === undefined) return undefined;
    const timer = setTimeout(() => setOutcome(undefined), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copyText(): Promise<void> {
    const copied = await copy(text);
    setOutcome(copied ? 'copied' : 'failed');
    announce(copied ? 'Copied' : 'The browser did not allow to copy');
  }

  return (
    <button
      type="button"
      class="copy"
      aria-label={label}
      title={label}
      onClick={() => void copyText()}
    >
      <Icon name={outcome === undefined ? 'copy' : outcome === 'copied' ? 'check' : 'cross'} />
    </button>
  );
}

/** Browsers offer their clipboard only to pages over https or on this machine. Elsewhere the old way is used. */
async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = document.createElement('textarea');
    area.value = text;
    document.body.append(area);
    area.select();
    // oxlint-disable-next-line typescript/no-deprecated -- the only way on a page over http
    const copied = document.execCommand('copy');
    area.remove();
    return copied;
  }
}
