/** Finds values of a body that JavaScript would lose without a word. */
import { parse } from 'lossless-json';
import { isExact } from '../../contract/exact-number.ts';
import { boundsFaults } from '../../contract/json-bounds.ts';
import type { RequestFault } from '../../contract/problems/problem-codes.ts';

/** Stands in a body for a value that would be lost. */
class LostValue {
  readonly fault: string;
  constructor(fault: string) {
    this.fault = fault;
  }
}

/**
 * Returns a fault for each number with more digits than JavaScript keeps, for example 9007199254740993, and for each
 * name that an object has twice with different values; or the faults that `boundsFaults` finds. Returns none for a text
 * that is not JSON.
 */
export function lostValues(text: string): RequestFault[] {
  try {
    // The lossless parser recurses, and must not see what is too deep.
    const faults = boundsFaults(JSON.parse(text));
    if (faults.length > 0) return faults;
    const body = parse(text, undefined, {
      parseNumber: (number) =>
        isExact(number, Number(number))
          ? Number(number)
          : new LostValue(
              `is the number ${number}, which cannot be kept exactly; write it in quotes`,
            ),
      onDuplicateKey: () => new LostValue('is given twice, with different values; remove one'),
    });
    return boundsFaults(body, (value) => (value instanceof LostValue ? value.fault : undefined));
  } catch {
    return [];
  }
}
