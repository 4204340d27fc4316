/** Shows the change that a merge patch makes to a spec as a diff. */
import { structuredPatch } from 'diff';
import type { Style } from '../io.ts';
import { formatData } from './data.ts';
import { isSpec, type Spec } from '../input/spec.ts';

/** The number of unchanged lines around a change. */
const CONTEXT_LINES = 2;

/**
 * Applies a merge patch (RFC 7396): null removes, objects are merged, everything else is replaced. The value of a
 * deployment's variable is replaced, too, whatever it is.
 */
export function mergePatch(target: unknown, patch: unknown, depth = Infinity): unknown {
  if (!isSpec(patch) || depth === 0) return patch;
  const merged: Spec = isSpec(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    const inside = key === 'variables' && depth === Infinity ? 1 : depth - 1;
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value, inside);
  }
  return merged;
}

const COLORS = { '+': 'green', '-': 'red' } as const;

/** Returns the changed lines of the spec as YAML, and some lines around them. */
export async function specDiff(before: unknown, after: unknown, style: Style): Promise<string[]> {
  const options = { context: CONTEXT_LINES };
  const [from, to] = [await formatData('yaml', before), await formatData('yaml', after)];
  const { hunks } = structuredPatch('', '', from, to, '', '', options);
  return hunks.flatMap(({ lines }) =>
    lines.map((line) => {
      const sign = line[0];
      return sign === '+' || sign === '-' ? style(COLORS[sign], `  ${line}`) : `  ${line}`;
    }),
  );
}
