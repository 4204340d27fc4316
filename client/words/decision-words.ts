import type { components } from '../openapi.ts';

type Decision = components['schemas']['Decision'];

const DECIDED: Readonly<Record<Decision['kind'], string>> = {
  retry: 'retried',
  confirm: 'confirmed',
  discard: 'discarded',
  cancel: 'canceled',
};

/** For example `canceled`. A newer server may have decisions that this client does not know. */
export function decidedWord(kind: Decision['kind']): string {
  return DECIDED[kind] ?? kind;
}
