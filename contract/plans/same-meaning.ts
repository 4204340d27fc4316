/**
 * Brings two versions of a spec, or of the properties of a node, into a form in which what means the same is the
 * same: lists whose order means nothing are sorted, items with a name are found by it, and an absent field, an empty
 * one and the written default are alike. The order of keys never counts.
 */
import { DEFAULT_AMI_FAMILY } from '../providers/aws-node-group.ts';

/** Lists whose items have a name, by the field of the list. No two items share all of these fields. */
const NAMED_ITEMS: Readonly<Record<string, readonly string[]>> = {
  nodeGroups: ['name'],
  taints: ['key', 'effect'],
  accessEntries: ['principalArn'],
  policies: ['policy'],
  podIdentities: ['namespace', 'serviceAccount'],
};

/** Other lists whose order means nothing. That of `instanceTypes` means something: clouds try them in turn. */
const UNORDERED: ReadonlySet<string> = new Set([
  'addons',
  'autoModePools',
  'kubernetesGroups',
  'logTypes',
  'namespaces',
  'nodePools',
  'policies',
  'policyArns',
  'privateSubnetIds',
  'publicAccessCidrs',
  'publicSubnetIds',
  'subnetIds',
  'zones',
]);

/** What an absent field means, in specs and in the properties of nodes. */
export const IMPLIED: Readonly<Record<string, unknown>> = {
  amiFamily: DEFAULT_AMI_FAMILY,
  autoMode: false,
  deletionProtection: false,
  diskType: 'gp3',
  endpointAccess: 'public_and_private',
  logTypes: ['api', 'audit', 'authenticator'],
  logs: 'delete',
  onDelete: 'delete',
  publicAccessCidrs: ['0.0.0.0/0'],
  upgradePolicy: 'standard',
  volumes: 'retain',
};

/** Objects whose keys are the user's own, and whose content has no defaults. */
const FREE_FORM: ReadonlySet<string> = new Set([
  'configuration',
  'inlinePolicy',
  'labels',
  'policy',
  'tags',
]);
/** Objects whose keys are the user's own, and whose values have fields of Slipway. */
const BY_NAME: ReadonlySet<string> = new Set(['addonSettings']);

type Fields = Record<string, unknown>;
type Pair = [before: unknown, after: unknown];

/** @param field the name of the field that has the values; '' at the top */
export function alignMeaning(before: unknown, after: unknown, field = ''): Pair {
  if (FREE_FORM.has(field)) return [before, after];
  const names = NAMED_ITEMS[field] ?? [];
  const [from, to] = [byName(before, names), byName(after, names)];
  if ([from, to].every((side) => side === undefined || isFields(side)) && from !== to) {
    const isByName = BY_NAME.has(field) || from !== before || to !== after;
    return alignFields(isFields(from) ? from : {}, isFields(to) ? to : {}, isByName);
  }
  if (UNORDERED.has(field)) return [sorted(before), sorted(after)];
  if (Array.isArray(before) && Array.isArray(after)) {
    const pairs = before.map((item, i) => alignMeaning(item, after[i]));
    const aligned = after.map((item: unknown, i): unknown => pairs[i]?.[1] ?? item);
    return [pairs.map(([item]) => item), aligned];
  }
  return [before, after];
}

/** @param isByName the keys are names: what one side lacks is shown as it is */
function alignFields(from: Fields, to: Fields, isByName: boolean): Pair {
  const [before, after]: [Fields, Fields] = [{}, {}];
  for (const name of new Set([...Object.keys(from), ...Object.keys(to)])) {
    const [a, b] = [own(from, name), own(to, name)];
    if (isByName && (a === undefined || b === undefined)) {
      set(before, name, a);
      set(after, name, b);
      continue;
    }
    const implied = isByName ? undefined : own(IMPLIED, name);
    const [left, right] = alignMeaning(a ?? implied, b ?? implied, isByName ? '' : name);
    const isNothing = (a === undefined || b === undefined) && isEmpty(left) && isEmpty(right);
    set(before, name, isNothing ? undefined : left);
    set(after, name, isNothing ? undefined : right);
  }
  return [before, after];
}

function byName(value: unknown, names: readonly string[]): unknown {
  if (names.length === 0 || !Array.isArray(value) || !value.every(isFields)) return value;
  const keyOf = (item: Fields) => names.map((name) => String(own(item, name))).join(' ');
  const entries = value.map((item): [string, unknown] => [keyOf(item), item]);
  return new Set(entries.map(([key]) => key)).size < entries.length
    ? value
    : Object.fromEntries(entries);
}

function sorted(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.toSorted((a: unknown, b: unknown) => (String(a) < String(b) ? -1 : 1));
}

function isEmpty(value: unknown): boolean {
  return (
    value === undefined || (typeof value === 'object' && Object.keys(value ?? {}).length === 0)
  );
}

function set(fields: Fields, name: string, value: unknown): void {
  // A name from a client can be `__proto__`, which an assignment would not make a key.
  if (value !== undefined) Object.defineProperty(fields, name, { value, enumerable: true });
}

function own(fields: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
