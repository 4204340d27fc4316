/** Finds requested addresses that match nothing. The engines say nothing about them. */
import type { Diagnostic } from '../../contract/diagnostics/diagnostic.ts';
import { MAX_TEXT_LENGTH } from '../../contract/diagnostics/diagnostic-limits.ts';
import type { DeploymentJob } from '../job.ts';
import type { Declared } from './configuration.ts';

type Requested = Pick<DeploymentJob, 'targets' | 'excludes' | 'replace'>;

interface KnownAddresses {
  /** What the plan is about, with the keys of instances. */
  planned: readonly string[];
  declared: readonly Declared[];
}

/** Returns a warning for each address of the request that names no resource and no module. */
export function unmatchedAddresses(
  { targets, excludes = [], replace = [] }: Requested,
  { planned, declared }: KnownAddresses,
): Diagnostic[] {
  const isPlanned = (address: string) => planned.some((one) => isIn(one, address));
  // The plan has neither what is left out nor the instances of data sources.
  const isDeclared = (address: string) => declared.some((one) => isIn(one.address, plain(address)));
  const hasKey = (address: string) => address.includes('[');
  const isFound = (address: string) =>
    isPlanned(address) || ((!hasKey(address) || /\bdata\./.test(address)) && isDeclared(address));
  return [
    ...warnings('targets', targets, isFound),
    ...warnings('excludes', excludes, (address) => isPlanned(address) || isDeclared(address)),
    ...warnings('replace', replace, isFound),
  ];
}

function warnings(
  field: keyof Requested,
  addresses: readonly string[],
  isFound: (address: string) => boolean,
): Diagnostic[] {
  return addresses
    .filter((address) => !isFound(address))
    .map((address) => ({
      severity: 'warning',
      summary: `${address} in ${field} matches nothing`.slice(0, MAX_TEXT_LENGTH),
      detail: 'The module and the state have no such resource or module. Check the spelling.',
    }));
}

/** Whether the address is that of the module or resource, or of something in it. */
function isIn(address: string, within: string): boolean {
  return address === within || address.startsWith(`${within}.`) || address.startsWith(`${within}[`);
}

function plain(address: string): string {
  return address.replaceAll(/\[[^\]]*\]/g, '');
}
