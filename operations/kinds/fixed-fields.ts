/** Patches may repeat the fields that are fixed when a resource is created, so that what a read shows can be sent back. */
import type { RequestFault } from '../../contract/problems/problem-codes.ts';

/**
 * Returns the patch without its fixed fields, and a fault for each value of them that differs from the current one.
 *
 * @param noun what the resource is called in faults, for example `cluster`
 */
export function withoutFixed<Patch extends object, Field extends string>(
  patch: Patch,
  current: Readonly<Partial<Record<Field, unknown>>>,
  fields: readonly Field[],
  noun: string,
): { changes: Omit<Patch, Field>; faults: RequestFault[] } {
  const values: Record<string, unknown> = Object.fromEntries(Object.entries(patch));
  const faults = fields.flatMap((field) =>
    field in patch ? faultsOf(`/${field}`, current[field], values[field], noun) : [],
  );
  const changes = { ...patch };
  for (const field of fields) Reflect.deleteProperty(changes, field);
  return { changes, faults };
}

function faultsOf(pointer: string, current: unknown, patch: unknown, noun: string): RequestFault[] {
  if (isRecord(patch)) {
    const fields = isRecord(current) ? current : {};
    return Object.entries(patch).flatMap(([key, value]) =>
      faultsOf(`${pointer}/${key}`, fields[key], value, noun),
    );
  }
  if ((patch ?? undefined) === current) return [];
  const value = current === undefined ? 'absent' : JSON.stringify(current);
  return [{ pointer, detail: `is ${value} and cannot be changed; create another ${noun} instead` }];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
