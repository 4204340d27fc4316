/** Replaces values that differ from run to run: what providers choose at random, times, and directories. */
import type { ComparedState } from './outcome.ts';

/** The attributes whose values a provider chooses, or computes from such values. */
const CHOSEN: readonly { type: RegExp; attributes: readonly string[] }[] = [
  { type: /^(?:terraform_data|null_resource)$/, attributes: ['id'] },
  { type: /^null_data_source$/, attributes: ['random'] },
  {
    // The others are chosen by a seed.
    type: /^random_(?!integer|shuffle)/,
    attributes: ['id', 'hex', 'dec', 'b64_std', 'b64_url', 'base64', 'result', 'bcrypt_hash'],
  },
];
/** A shorter value can be a part of something else. */
const MIN_LENGTH = 6;
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g;

export interface RandomValues {
  /** Learns the values in a state. Equal histories give equal names. */
  learn(state: ComparedState | undefined): void;
  /** Returns the value with a name in the place of each random value. */
  replaceIn<T>(value: T): T;
}

/** @param directory where the module's files remain */
export function randomValues(directory: string): RandomValues {
  const names = new Map<string, string>([[directory, '(directory)']]);
  const counts = new Map<string, number>();

  /** All values of one object get one name: two of them can be equal by chance. */
  function nameObject(place: string, values: readonly unknown[]): void {
    const unknown = values.filter(
      (value): value is string =>
        typeof value === 'string' && value.length >= MIN_LENGTH && !names.has(value),
    );
    if (unknown.length === 0) return;
    const count = (counts.get(place) ?? 0) + 1;
    counts.set(place, count);
    for (const value of unknown) names.set(value, `(${place}, object ${count})`);
  }

  return {
    learn(state) {
      for (const [address, { type, attributes }] of Object.entries(state?.instances ?? {})) {
        const chosen = CHOSEN.find((rule) => rule.type.test(type))?.attributes ?? [];
        nameObject(
          `random value of ${address}`,
          chosen.map((name) => attributes[name]),
        );
      }
    },
    replaceIn<T>(value: T): T {
      let text = JSON.stringify(value);
      const longestFirst = [...names].toSorted(([a], [b]) => b.length - a.length);
      for (const [chosen, name] of longestFirst) {
        text = text.replaceAll(inJson(chosen), () => inJson(name));
      }
      return JSON.parse(text.replaceAll(TIME, '(time)')) as T;
    },
  };
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
