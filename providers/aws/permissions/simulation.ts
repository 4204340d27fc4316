/** Asks IAM's policy simulator whether a role has the permissions, each for an example of its resources. */
import type { ContextEntry } from '@aws-sdk/client-iam';
import type { ConnectionTarget } from '../../connection-target.ts';
import type { Aws } from '../client/access.ts';
import { STATEMENTS } from './statements.ts';
import type { Condition, Statement } from './statement.ts';

/** The number of actions in one call of the policy simulator. */
const ACTIONS_AT_ONCE = 50;
/** Services whose ARNs have no region. */
const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['iam']);
/** The types whose ARNs have several names. */
const NAMES: Readonly<Record<string, string>> = {
  'access-entry': 'example/role/123456789012/example/example',
  addon: 'example/example/example',
  nodegroup: 'example/example/example',
  loadbalancer: 'net/example/example',
  podidentityassociation: 'example/example',
  targetgroup: 'example/example',
};

type Place = Pick<ConnectionTarget, 'roleArn' | 'accountId' | 'region'>;

interface Simulation {
  actions: string[];
  /** Without one, all resources. */
  resource?: string;
}

/** The required actions that the role's policies do not allow. */
export async function deniedActions({ iam }: Aws, target: Place): Promise<string[]> {
  const denied = new Set<string>();
  for (const statement of STATEMENTS) {
    for (const { actions, resource } of simulationsOf(statement, target)) {
      for (let start = 0; start < actions.length; start += ACTIONS_AT_ONCE) {
        const request = {
          PolicySourceArn: target.roleArn,
          ActionNames: actions.slice(start, start + ACTIONS_AT_ONCE),
          ...(resource !== undefined && { ResourceArns: [resource] }),
          ...(statement.condition && { ContextEntries: contextOf(statement.condition) }),
        };
        let Marker: string | undefined;
        do {
          const page = await iam.simulatePrincipalPolicy({
            ...request,
            ...(Marker !== undefined && { Marker }),
          });
          for (const { EvalActionName, EvalDecision } of page.EvaluationResults ?? []) {
            if (EvalDecision !== 'allowed' && EvalActionName !== undefined) {
              denied.add(EvalActionName);
            }
          }
          Marker = page.IsTruncated === true ? page.Marker : undefined;
        } while (Marker !== undefined);
      }
    }
  }
  return [...denied].toSorted();
}

/** One simulation for each example of a resource, with all actions that need it. */
function simulationsOf({ actions, resources }: Statement, place: Place): Simulation[] {
  const byResource = new Map<string | undefined, string[]>();
  for (const [action, types] of Object.entries(actions)) {
    for (const resource of examplesFor(action, types, resources, place)) {
      byResource.set(resource, [...(byResource.get(resource) ?? []), action]);
    }
  }
  return [...byResource].map(([resource, names]) => ({
    actions: names,
    ...(resource !== undefined && { resource }),
  }));
}

function examplesFor(
  action: string,
  types: readonly string[],
  patterns: readonly string[] | undefined,
  { roleArn, accountId, region }: Place,
): (string | undefined)[] {
  const [, partition = 'aws'] = roleArn.split(':');
  if (types.length === 0) {
    return patterns?.map((it) => exampleOf(it, { partition, region, accountId })) ?? [undefined];
  }
  const [service = ''] = action.split(':');
  const place = GLOBAL_SERVICES.has(service) ? '' : region;
  return types.map(
    (type) =>
      `arn:${partition}:${service}:${place}:${accountId}:${type}/${NAMES[type] ?? 'example'}`,
  );
}

/** An ARN that has the pattern. */
function exampleOf(
  pattern: string,
  place: { partition: string; region: string; accountId: string },
): string {
  const [arn, partition = '', service, region = '', account = '', ...rest] = pattern.split(':');
  return [
    arn,
    partition.replace('*', place.partition),
    service,
    region.replace('*', place.region),
    account.replace('*', place.accountId),
    rest.join(':').replaceAll('*', 'example'),
  ].join(':');
}

/** Values of the keys that fulfil a condition. */
function contextOf(condition: Condition): ContextEntry[] {
  return Object.entries(condition).flatMap(([operator, keys]) =>
    operator === 'Null'
      ? []
      : Object.entries(keys).map(([key, patterns]): ContextEntry => {
          const [first = ''] = [patterns].flat();
          const isList = operator.startsWith('ForAllValues:');
          return {
            ContextKeyName: key,
            ContextKeyType: isList ? 'stringList' : 'string',
            ContextKeyValues: [first.replaceAll('*', 'example')],
          };
        }),
  );
}
