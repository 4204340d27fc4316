/** Removes secrets from the engine's output, in every encoding in which they are likely to appear. */
import { createHmac } from 'node:crypto';
import { partsOfSecret } from './secrets/parts.ts';

export const REDACTED = '[redacted]';
const TAG_LENGTH = 8;

export type Redact = (text: string) => string;
/** Replaces the secrets in the engine's address of a resource. Different addresses stay different. */
export type MaskAddress = (address: string) => string;

/** Returns every form in which the secrets are likely to appear, the longest first: one form can contain another. */
export function formsOfSecrets(secrets: Iterable<string>): string[] {
  const forms = new Set<string>();
  for (const secret of secrets) {
    for (const plain of partsOfSecret(secret)) {
      const quoted = JSON.stringify(plain).slice(1, -1);
      forms.add(plain);
      forms.add(quoted);
      // In the key of an address, the beginning of a template is escaped, too.
      forms.add(quoted.replaceAll(/([$%])\{/g, '$1$1{'));
      forms.add(encodeURIComponent(plain));
      forms.add(Buffer.from(plain).toString('base64').replace(/=+$/, ''));
      forms.add(Buffer.from(plain).toString('hex'));
    }
  }
  return [...forms].toSorted((a, b) => b.length - a.length);
}

export function redactor(secrets: Iterable<string>): Redact {
  return redactorOf(formsOfSecrets(secrets));
}

/** @param forms the result of `formsOfSecrets` */
export function redactorOf(forms: readonly string[]): Redact {
  return (text) => forms.reduce((rest, form) => rest.replaceAll(form, REDACTED), text);
}

/**
 * Returns a mask for the addresses of one deployment. The key of a resource that a module makes for each part of
 * a secret is such a part. Two such addresses are told apart by a tag, from which nobody without `key` can
 * compute them.
 *
 * @param key random bytes that belong to the deployment
 */
export function addressMask(redact: Redact, key: Buffer): MaskAddress {
  return (address) => {
    const redacted = redact(address);
    if (redacted === address) return address;
    const tag = createHmac('sha256', key).update(address).digest('hex').slice(0, TAG_LENGTH);
    return redacted.replaceAll(REDACTED, `redacted-${tag}`);
  };
}
