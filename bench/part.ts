import type { Figure } from './figures/figure.ts';

export interface PartContext {
  /** Says on the terminal what is going on. */
  report(message: string): void;
  /** Everything, however long it takes. */
  full: boolean;
  /** So many rounds; one in a quick run. */
  rounds(usual: number): number;
  /** So many seconds for one measurement; fewer in a quick run. */
  seconds(usual: number): number;
  /** Where the peers are installed. */
  cacheDirectory: string;
}

/** One part of the bench; it starts what it needs, and leaves nothing behind. */
export interface Part {
  /** One line for the help. */
  subject: string;
  /** After so long it is given up. */
  limitSeconds: number;
  run(context: PartContext): Promise<Figure[]>;
}

/** Runs the variants in turn, round after round, the order turned with each; resolves to each one's values. */
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
