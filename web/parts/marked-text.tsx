/** A text of the OpenAPI document, in which backticks mark what is code. */
export function MarkedText({ text }: { text: string }) {
  return (
    <>
      {text
        .split('`')
        .map((part, index) => (index % 2 === 0 ? part : <code key={index}>{part}</code>))}
    </>
  );
}
