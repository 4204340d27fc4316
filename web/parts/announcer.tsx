/** The live region: screen readers read out its text, to announce changes of the page. */
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
    <p class="visually-hidden" aria-live="polite" id="announcements">
      {text}
    </p>
  );
}
