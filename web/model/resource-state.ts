/** The state of a resource in words. */
import { humanize } from './labels.ts';
import type { ResourceRecord } from './types.ts';

/** True while an operation works on the resource. */
export function isChanging({ status }: Pick<ResourceRecord, 'status'>): boolean {
  return status !== 'active' && status !== 'failed';
}

const REASONS: Readonly<Record<string, string>> = {
  record_lost:
    'Slipway has lost the record of this resource. Recover it, or delete the resource: both find its cloud resources by their tags.',
};

/** Returns why the resource is failed, in a sentence. */
export function reasonText(reason: string): string {
  return REASONS[reason] ?? (/^[a-z_]+$/.test(reason) ? humanize(reason) : reason);
}
