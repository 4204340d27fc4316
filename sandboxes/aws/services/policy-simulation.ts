/** Decides about calls by the policies of their principals, and answers SimulatePrincipalPolicy, which moto lacks. */
import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../proxy/call.ts';

/** An action on a resource, as a policy sees it. */
export interface PolicyRequest {
  action: string;
  /** An ARN, or `*` for actions that know no resource. */
  resource: string;
  /** The values of the condition keys. */
  context: Readonly<Record<string, string | string[]>>;
}

/** What the permissions of a call depend on, besides the call itself. */
export interface CloudState {
  account: string;
  /** Makes another call, without faults and permissions. */
  read(call: Call): Promise<Answer>;
  /** The add-ons, access entries and pod identity associations of all clusters. */
  extras(): Record<string, unknown>[];
}

/** The policies of principals. The sandbox alone allows everything; a test can hand it others. */
export interface Permissions {
  /** @returns what the principal of the call may not do, or undefined if the policies allow the call */
  refusal(call: Call, state: CloudState): Promise<string | undefined>;
  /** @param principal the ARN of a role */
  isAllowed(principal: string, request: PolicyRequest): Promise<boolean>;
}

export const everythingAllowed: Permissions = {
  refusal: () => Promise.resolve(undefined),
  isAllowed: () => Promise.resolve(true),
};

/** @param isDenied says that a test denies the action, whatever the policies are */
export async function simulatePolicies(
  { params }: Call,
  isDenied: (action: string) => boolean,
  permissions: Permissions,
): Promise<Answer> {
  const principal = params['PolicySourceArn'] ?? '';
  const context = contextIn(params);
  const resources = listIn(params, 'ResourceArns');
  const results: string[] = [];
  for (const action of listIn(params, 'ActionNames')) {
    for (const resource of resources.length === 0 ? ['*'] : resources) {
      const request = { action, resource, context };
      const isAllowed = !isDenied(action) && (await permissions.isAllowed(principal, request));
      results.push(
        `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>${resource}</EvalResourceName>` +
          `<EvalDecision>${isAllowed ? 'allowed' : 'implicitDeny'}</EvalDecision></member>`,
      );
    }
  }
  const requestId = randomUUID();
  return {
    status: 200,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body:
      `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">` +
      `<SimulatePrincipalPolicyResult><IsTruncated>false</IsTruncated>` +
      `<EvaluationResults>${results.join('')}</EvaluationResults></SimulatePrincipalPolicyResult>` +
      `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></SimulatePrincipalPolicyResponse>`,
  };
}

/** The members of a list of the query protocol. */
function listIn(params: Readonly<Record<string, string>>, name: string): string[] {
  return Object.entries(params).flatMap(([key, value]) =>
    key.startsWith(`${name}.member.`) && !key.slice(name.length + 8).includes('.') ? [value] : [],
  );
}

function contextIn(params: Readonly<Record<string, string>>): PolicyRequest['context'] {
  const entries = Object.entries(params).flatMap(([field, key]): [string, string[]][] => {
    const entry = /^(ContextEntries\.member\.\d+)\.ContextKeyName$/.exec(field)?.[1];
    return entry === undefined ? [] : [[key, listIn(params, `${entry}.ContextKeyValues`)]];
  });
  return Object.fromEntries(entries);
}
