/** Takes secrets out of what the engine says, in every form in which they are likely to appear. */

const REDACTED = '[redacted]';
/** What is shorter would take away letters of any text; it is no secret either. */
const SHORTEST = 3;

export type Redact = (text: string) => string;

export function redactor(secrets: Iterable<string>): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split('\n')]) {
      const plain = part.trim();
      if (plain.length < SHORTEST) continue;
      forms.add(plain);
      forms.add(JSON.stringify(plain).slice(1, -1));
      forms.add(encodeURIComponent(plain));
      forms.add(Buffer.from(plain).toString('base64').replace(/=+$/, ''));
      forms.add(Buffer.from(plain).toString('hex'));
    }
  }
  // The longest first: one may be a part of another.
  const ordered = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}
