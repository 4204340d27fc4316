/** The live region: what a screen reader should say of changes that nobody has asked for. */
import { useEffect, useState } from 'preact/hooks';

const listeners = new Set<(text: string) => void>();

export function announce(text: string): void {
  for (const listener of listeners) listener(text);
}

export function Announcer() {
  const [text, setText] = useState('');
  useEffect(() => {
    listeners.add(setText);
    return () => {
      listeners.delete(setText);
    };
  }, []);
  return (
    <p class="unseen" aria-live="polite" id="announcements">
      {text}
    </p>
  );
}
