/** Removes secrets from the engine's output, in every encoding in which they are likely to appear. */

const REDACTED = '[redacted]';
/** Replacing shorter values would garble any text. Values that short are not secrets. */
const MIN_LENGTH = 3;

export type Redact = (text: string) => string;

export function redactor(secrets: Iterable<string>): Redact {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const part of [secret, ...secret.split('\n')]) {
      const plain = part.trim();
      if (plain.length < MIN_LENGTH) continue;
      forms.add(plain);
      forms.add(JSON.stringify(plain).slice(1, -1));
      forms.add(encodeURIComponent(plain));
      forms.add(Buffer.from(plain).toString('base64').replace(/=+$/, ''));
      forms.add(Buffer.from(plain).toString('hex'));
    }
  }
  // Replace the longest form first, because one form can contain another.
  const ordered = [...forms].toSorted((a, b) => b.length - a.length);
  return (text) => ordered.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}
