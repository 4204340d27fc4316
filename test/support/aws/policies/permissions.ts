/**
 * Evaluates the policies of callers with an independent implementation of IAM's rules, iam-simulate. It knows from
 * AWS's service authorization reference which resources and condition keys each action has.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runSimulation } from '@cloud-copilot/iam-simulate';
import type { Call } from '../../../../sandboxes/aws/proxy/call.ts';
import type {
  CloudState,
  Permissions,
  PolicyRequest,
} from '../../../../sandboxes/aws/services/policy-simulation.ts';
import { ec2Requests } from './ec2.ts';
import { eksRequests } from './eks.ts';
import { otherRequests } from './others.ts';

const FILE = path.resolve(import.meta.dirname, '../../../../docs/aws-permissions.json');
/** The access key of the tests' own clients, which may do everything. */
export const ADMINISTRATOR = 'administrator';

/** Permissions in which every caller but the administrator has the policy of docs/aws-permissions.json. */
export function documentedPermissions(): Permissions {
  const policy: unknown = JSON.parse(readFileSync(FILE, 'utf8'));
  return policyPermissions(policy);
}

/** Permissions in which every caller but the administrator has this policy. */
export function policyPermissions(policy: unknown): Permissions {
  const decisions = new Map<string, Promise<boolean>>();

  function decide(principal: string, account: string, request: PolicyRequest): Promise<boolean> {
    const key = JSON.stringify([principal, account, request]);
    const before = decisions.get(key);
    if (before !== undefined) return before;
    const decision = evaluate(policy, principal, account, request);
    decisions.set(key, decision);
    return decision;
  }

  return {
    async refusal(call, state) {
      if (call.accessKey === ADMINISTRATOR) return undefined;
      const principal = `arn:aws:iam::${state.account}:role/slipway`;
      for (const request of await requestsOf(call, state)) {
        if (await decide(principal, state.account, request)) continue;
        const { action, resource } = request;
        return `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`;
      }
      return undefined;
    },
    isAllowed: (principal, request) => decide(principal, principal.split(':')[4] ?? '', request),
  };
}

async function evaluate(
  policy: unknown,
  principal: string,
  accountId: string,
  { action, resource, context }: PolicyRequest,
): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal,
        action,
        resource: { resource, accountId },
        contextVariables: { ...context },
      },
      identityPolicies: [{ name: 'slipway', policy }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  }
  return result.overallResult === 'Allowed';
}

/** The actions and resources that AWS checks for a call. */
function requestsOf(call: Call, state: CloudState): Promise<PolicyRequest[]> {
  const { service } = call;
  // Anyone may ask who they are. A role's trust policy decides about its assumption.
  if (service === 'sts') return Promise.resolve([]);
  if (service === 'ec2') return ec2Requests(call, state);
  if (service === 'eks') return eksRequests(call, state);
  return otherRequests(service, call, state);
}
