/** Reads a plan for the comparison. This is on purpose other code than the product's, which is compared with it. */
import * as z from 'zod';
import { nameOf } from '../../../deployments/plan/resource-name.ts';
import { shown, type Changes } from './outcome.ts';

const changeSchema = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  importing: z.unknown().optional(),
});
type Change = z.infer<typeof changeSchema>;
export type HandPlan = z.infer<typeof planSchema>;
/** The output of `show -json` of a plan, as far as it is compared. */
export const planSchema = z.object({
  resource_changes: z
    .array(
      z.object({
        address: z.string(),
        previous_address: z.string().optional(),
        mode: z.string(),
        type: z.string(),
        deposed: z.string().optional(),
        change: changeSchema,
      }),
    )
    .default([]),
  output_changes: z.record(z.string(), changeSchema).default({}),
});

/** What the plan does, by `type/name`, without unchanged resources and data. */
export function actionsOf({ resource_changes: resources }: HandPlan): Record<string, string> {
  return Object.fromEntries(
    resources.flatMap(({ address, type, mode, deposed, change, previous_address: before }) => {
      const moved = before !== undefined && before !== address;
      const action = actionOf(change, moved);
      if (mode !== 'managed' || action === 'same') return [];
      const named = nameOf(`${address}${deposed === undefined ? '' : '.deposed'}`, type);
      return [[`${named.type}/${named.name}`, action]];
    }),
  );
}

function actionOf({ actions, importing }: Change, moved: boolean): string {
  if (actions.length > 1) return 'replace';
  const [action = 'no-op'] = actions;
  if (action !== 'no-op') return action;
  if (importing !== undefined && importing !== null) return 'import';
  return moved ? 'move' : 'same';
}

/** @param withValues false if Slipway shows no values, because they depend on secrets */
export function changesOf(
  { resource_changes: resources, output_changes: outputs }: HandPlan,
  withValues: boolean,
): Changes {
  const changed = resources.filter(({ mode, change, previous_address: before, address }) => {
    const moved = before !== undefined && before !== address;
    return mode === 'managed' && actionOf(change, moved) !== 'same';
  });
  return {
    resources: Object.fromEntries(
      changed.map(({ address, deposed, change }) => [
        `${address}${deposed === undefined ? '' : '.deposed'}`,
        attributesOf(change, withValues),
      ]),
    ),
    outputs: Object.entries(outputs)
      .filter(([, change]) => actionOf(change, false) !== 'same')
      .map(([name]) => name)
      .toSorted(),
  };
}

/** The attributes that a change touches, each with its values where they are plain and not sensitive. */
function attributesOf(change: Change, withValues: boolean): Record<string, string> {
  const [before, after, unknown, hiddenBefore, hiddenAfter] = [
    change.before,
    change.after,
    change.after_unknown,
    change.before_sensitive,
    change.after_sensitive,
  ].map((value) => (typeof value === 'object' && value !== null ? { ...value } : {})) as Record<
    string,
    unknown
  >[];
  const names = new Set([before, after, unknown].flatMap((values) => Object.keys(values ?? {})));
  return Object.fromEntries(
    [...names].flatMap((name) => {
      const [old, next] = [before?.[name] ?? null, after?.[name] ?? null];
      const isUnknown = hasTrue(unknown?.[name]);
      if (!isUnknown && JSON.stringify(old) === JSON.stringify(next)) return [];
      const isPlain = ![old, next].some((value) => typeof value === 'object' && value !== null);
      const isWhole = isPlain && (!isUnknown || unknown?.[name] === true);
      if (!withValues || !isWhole) return [[name, 'changes']];
      const sides = [
        side(old, hiddenBefore?.[name]),
        isUnknown ? '(unknown)' : side(next, hiddenAfter?.[name]),
      ] as const;
      return [[name, shown(...sides)]];
    }),
  );
}

function side(value: unknown, hidden: unknown): string | undefined {
  if (value === null) return undefined;
  return hasTrue(hidden) ? '(sensitive)' : JSON.stringify(value);
}

function hasTrue(marks: unknown): boolean {
  if (typeof marks !== 'object' || marks === null) return marks === true;
  return Object.values(marks).some(hasTrue);
}
