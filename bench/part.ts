import type { Figure } from './figures/figure.ts';

export interface PartContext {
  /** Shows the current step on the terminal. */
  report(message: string): void;
  /** Measure everything, also the slow parts. */
  full: boolean;
  /** Returns the number of rounds: `usual`, or 1 in a quick run. */
  rounds(usual: number): number;
  /** Returns the seconds of one measurement: `usual`, or fewer in a quick run. */
  seconds(usual: number): number;
  /** The directory in which the peers are installed. */
  cacheDirectory: string;
}

/** One part of the bench. It starts the processes that it needs, and stops them. */
export interface Part {
  /** One line for the help. */
  subject: string;
  /** The part fails when it takes longer. */
  limitSeconds: number;
  run(context: PartContext): Promise<Figure[]>;
}

/**
 * Runs the variants in turn, in rounds, and reverses the order in every second round. Resolves to the
 * values of each variant.
 */
export async function interleaved<Name extends string>(
  rounds: number,
  variants: Record<Name, () => Promise<number>>,
): Promise<(name: Name) => number[]> {
  const names = Object.keys(variants).filter((name): name is Name => name in variants);
  const values = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      values.get(name)?.push(await variants[name]());
    }
  }
  return (name) => values.get(name) ?? [];
}

export async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
