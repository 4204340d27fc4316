/** What the service refused, by the JSON pointer of the field. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { ProblemError } from '../../../client/problem-error.ts';

type Faults = ReadonlyMap<string, string>;

export const FaultsContext = createContext<Faults>(new Map());

export function faultsOf(error: unknown): Faults {
  const errors = error instanceof ProblemError ? (error.problem?.errors ?? []) : [];
  return new Map(errors.map(({ pointer, detail }) => [pointer, detail]));
}

/** Returns the fault of the field itself; undefined if there is none. */
export function useFault(pointer: string): string | undefined {
  return useContext(FaultsContext).get(pointer);
}

/** Returns true if a field below this one has a fault. A group with faults must be open. */
export function useFaultsBelow(pointer: string): boolean {
  const faults = useContext(FaultsContext);
  return [...faults.keys()].some((other) => other.startsWith(`${pointer}/`) || other === pointer);
}

/** The id of the field's element, to which an error links. */
export function fieldId(pointer: string): string {
  return `field${pointer}`;
}

/** Returns the pointer of a member. RFC 6901 escapes two characters. */
export function below(pointer: string, name: string | number): string {
  return `${pointer}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}
