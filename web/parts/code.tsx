import { CopyButton } from './copy-button.tsx';

interface CodeProps {
  text: string;
  /** The label of the button that copies the text. */
  label: string;
}

/** A command or a file, with a button that copies it. */
export function Code({ text, label }: CodeProps) {
  return (
    <div class="code">
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
      <CopyButton text={text} label={label} />
    </div>
  );
}
