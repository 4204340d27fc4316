/** Finds numbers of a body that would change on their way to the engine of a deployment. */
import { parse } from 'lossless-json';
import { firstInexact, isExact } from '../../contract/exact-number.ts';
import { boundsFaults } from '../../contract/json-bounds.ts';
import type { RequestFault } from '../../contract/problems/problem-codes.ts';

/** Stands for a number that JavaScript cannot keep. */
class InexactNumber {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/**
 * Returns a fault for each number with more digits than JavaScript keeps, for example 9007199254740993, together
 * with the faults that `boundsFaults` finds. Returns none for a text that is not JSON, or has no such number.
 */
export function inexactNumbers(text: string): RequestFault[] {
  if (firstInexact(text) === undefined) return [];
  try {
    // The lossless parser recurses, and must not see what is too deep.
    const faults = boundsFaults(JSON.parse(text));
    if (faults.length > 0) return faults;
    const body = parse(text, undefined, (number) =>
      isExact(number, Number(number)) ? Number(number) : new InexactNumber(number),
    );
    return boundsFaults(body, (value) =>
      value instanceof InexactNumber
        ? `is the number ${value.text}, which cannot be kept exactly; write it in quotes`
        : undefined,
    );
  } catch {
    return [];
  }
}
