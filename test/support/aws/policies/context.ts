/** The condition keys of a request to AWS that its policies can see. */
import type { Call } from '../../../../sandboxes/aws/proxy/call.ts';
import type { PolicyRequest } from '../../../../sandboxes/aws/services/policy-simulation.ts';

export type Context = PolicyRequest['context'];
/** The actions that change nothing. */
export const READS = /^(Describe|Get|List)/;

type Tags = Readonly<Record<string, string>>;

export function resourceTags(tags: Tags): Context {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]),
  );
}

/** @param removed the keys that the request removes; those that it sets are in `tags` */
export function requestTags(tags: Tags, removed: readonly string[] = []): Context {
  const keys = [...Object.keys(tags), ...removed];
  return {
    ...Object.fromEntries(
      Object.entries(tags).map(([key, value]) => [`aws:RequestTag/${key}`, value]),
    ),
    ...(keys.length > 0 && { 'aws:TagKeys': keys }),
  };
}

export function arnOf(
  { region }: Pick<Call, 'region'>,
  account: string,
  service: string,
  rest: string,
): string {
  return `arn:aws:${service}:${service === 'iam' ? '' : region}:${account}:${rest}`;
}

/** A call with a query protocol by the same caller, for example to read a resource. */
export function queryCall(
  call: Call,
  service: 'ec2' | 'iam' | 'elasticloadbalancing',
  params: Record<string, string>,
): Call {
  const body = new URLSearchParams(params).toString();
  return {
    ...call,
    service,
    action: params['Action'] ?? '',
    method: 'POST',
    path: '/',
    headers: {
      authorization: signedFor(call, service),
      'content-type': 'application/x-www-form-urlencoded',
    },
    body,
    params,
    json: {},
    clientToken: undefined,
    tags: {},
  };
}

function signedFor({ headers }: Call, service: string): string {
  const { authorization = '' } = headers;
  return authorization.replace(/\/[a-z0-9-]+\/aws4_request/, `/${service}/aws4_request`);
}
