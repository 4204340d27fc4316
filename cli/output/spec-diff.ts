/** What a merge patch would change of a spec, as a diff. */
import { structuredPatch } from 'diff';
import { stringify } from 'yaml';
import type { Style } from '../io.ts';
import { isSpec, type Spec } from '../input/spec.ts';

/** Unchanged lines around a change. */
const CONTEXT = 2;

/** The spec after the patch (RFC 7396): null removes, objects are merged, all else is replaced. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isSpec(patch)) return patch;
  const merged: Spec = isSpec(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}

const COLORS = { '+': 'green', '-': 'red' } as const;

/** The lines of the spec as YAML that differ, and some around them. */
export function specDiff(before: unknown, after: unknown, style: Style): string[] {
  const options = { context: CONTEXT };
  const { hunks } = structuredPatch('', '', stringify(before), stringify(after), '', '', options);
  return hunks.flatMap(({ lines }) =>
    lines.map((line) => {
      const sign = line[0];
      return sign === '+' || sign === '-' ? style(COLORS[sign], `  ${line}`) : `  ${line}`;
    }),
  );
}
