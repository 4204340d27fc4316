/** Compares what a step has led to by hand and through Slipway. */
import { expect } from 'vitest';
import type { Outcome } from './outcome.ts';

/** How much of the detail of an error the operation has to repeat. The whole can be longer than its message. */
const DETAIL_LENGTH = 100;

/** @param isStruck something was killed meanwhile, so that what remained was planned again */
export function expectSame(
  byHand: Outcome,
  ours: Outcome,
  { title, isStruck }: { title: string; isStruck: boolean },
): void {
  expect({ title, end: ours.end, errors: ours.errors }).toEqual({
    title,
    end: byHand.end,
    errors: byHand.errors.length === 0 ? [] : [expect.toSatisfy(saysOneOf(byHand.errors))],
  });
  if (!isStruck) {
    expect({ title, actions: ours.actions }).toEqual({ title, actions: byHand.actions });
    // A deployment that is gone has no plan any more.
    if (ours.changes !== undefined) {
      expect({ title, changes: ours.changes }).toEqual({ title, changes: byHand.changes });
    }
  }
  expect({ title, withheld: ours.withheld }).toEqual({ title, withheld: byHand.withheld });
  expect({ title, outputs: parsedLike(byHand.outputs, ours.outputs) }).toEqual({
    title,
    outputs: byHand.outputs,
  });
  expect({ title, state: ours.state }).toEqual({ title, state: byHand.state });
  expect({ title, files: ours.files }).toEqual({ title, files: byHand.files });
}

/** Slipway's outputs are texts. Those that are not texts by hand are JSON. */
function parsedLike(
  byHand: Outcome['outputs'],
  ours: Outcome['outputs'],
): Record<string, unknown> | undefined {
  if (ours === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(ours).map(([name, text]) => [
      name,
      typeof byHand?.[name] === 'string' ? text : JSON.parse(String(text)),
    ]),
  );
}

function saysOneOf(errors: readonly string[]): (message: string) => boolean {
  return (message) => {
    const said = oneLine(message);
    return errors.some((error) => {
      const [summary = '', ...detail] = error.split('\n');
      const start = oneLine(detail.join('\n')).slice(0, DETAIL_LENGTH).trim();
      return said.includes(oneLine(summary)) && said.includes(start);
    });
  };
}

/** As one line. An engine names the resources of a cycle in any order, so they are sorted. */
function oneLine(text: string): string {
  return text
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replace(
      /^Cycle: (.+?)\.?$/,
      (_, names: string) => `Cycle: ${names.split(', ').toSorted().join(', ')}`,
    );
}
