/** SimulatePrincipalPolicy, which moto lacks. Everything is allowed except the actions that a test denies. */
import { randomUUID } from 'node:crypto';
import type { Answer, Call } from '../proxy/call.ts';

export function simulatePolicies({ params }: Call, isDenied: (action: string) => boolean): Answer {
  const actions = Object.entries(params).flatMap(([key, action]) =>
    key.startsWith('ActionNames.member.') ? [action] : [],
  );
  const results = actions.map(
    (action) =>
      `<member><EvalActionName>${action}</EvalActionName><EvalResourceName>*</EvalResourceName>` +
      `<EvalDecision>${isDenied(action) ? 'implicitDeny' : 'allowed'}</EvalDecision></member>`,
  );
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
