/** Behavior of EC2 that moto lacks: NAT gateways take time, and resources in use cannot be deleted. */
import { errorAnswer, xmlSet, xmlText, xmlTexts } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';
import type { Delays } from '../proxy/delays.ts';
import type { Interfaces } from './network-interfaces.ts';
import { createLaunchTemplateTags } from './launch-template-tags.ts';
import type { Upstream } from '../moto/upstream.ts';

const NAT_STATES = {
  creating: 'pending',
  ready: 'available',
  failed: 'failed',
  deleting: 'deleting',
  gone: 'deleted',
} as const;

export interface Ec2Options {
  upstream: Upstream;
  interfaces: Interfaces;
  delays: Delays;
  /** The ids of subnets and security groups that control planes use. */
  usedByClusters: () => ReadonlySet<string>;
}

export function createEc2({ upstream, interfaces, delays, usedByClusters }: Ec2Options) {
  const { forward } = upstream;
  const launchTemplateTags = createLaunchTemplateTags();
  /** Requested deletions of NAT gateways, which moto would execute at once. */
  const deletions = new Map<string, Call>();

  /** Executes due deletions. moto keeps the gateway's interface and address mapping, so they are removed here. */
  async function settle(): Promise<void> {
    for (const [id, call] of deletions) {
      if (delays.stateOf(id) !== 'gone') continue;
      deletions.delete(id);
      const described = await upstream.ec2(call, 'DescribeNatGateways', { 'NatGatewayId.1': id });
      await forward(call);
      const association = xmlText(described, 'associationId');
      if (association !== undefined) {
        await upstream.ec2(call, 'DisassociateAddress', { AssociationId: association });
      }
      const networkInterface = xmlText(described, 'networkInterfaceId');
      if (networkInterface !== undefined) await interfaces.remove(call, networkInterface);
    }
  }

  const find = async (call: Call, action: string, set: string, filter: [string, string]) => {
    const body = await upstream.ec2(call, action, {
      'Filter.1.Name': filter[0],
      'Filter.1.Value.1': filter[1],
    });
    return xmlSet(body, set)?.items ?? [];
  };

  /** @returns why AWS would reject the deletion, or undefined */
  async function blocker(call: Call): Promise<string | undefined> {
    const { params } = call;
    if (call.action === 'DeleteVpc') {
      const id = params['VpcId'] ?? '';
      const gateways = await find(call, 'DescribeInternetGateways', 'internetGatewaySet', [
        'attachment.vpc-id',
        id,
      ]);
      const groups = await find(call, 'DescribeSecurityGroups', 'securityGroupInfo', [
        'vpc-id',
        id,
      ]);
      const endpoints = await find(call, 'DescribeVpcEndpoints', 'vpcEndpointSet', ['vpc-id', id]);
      const isUsed =
        gateways.length > 0 ||
        endpoints.some((it) => xmlText(it, 'state')?.toLowerCase() !== 'deleted') ||
        groups.some((it) => xmlText(it, 'groupName') !== 'default');
      return isUsed ? `The vpc '${id}' has dependencies and cannot be deleted.` : undefined;
    }
    if (call.action === 'DeleteSubnet') {
      const id = params['SubnetId'] ?? '';
      const used = await find(call, 'DescribeNetworkInterfaces', 'networkInterfaceSet', [
        'subnet-id',
        id,
      ]);
      return used.length > 0 || usedByClusters().has(id)
        ? `The subnet '${id}' has dependencies and cannot be deleted.`
        : undefined;
    }
    if (call.action === 'DeleteSecurityGroup') {
      const id = params['GroupId'] ?? '';
      const used = await find(call, 'DescribeNetworkInterfaces', 'networkInterfaceSet', [
        'group-id',
        id,
      ]);
      return used.length > 0 || usedByClusters().has(id)
        ? `resource ${id} has a dependent object`
        : undefined;
    }
    if (call.action === 'DetachInternetGateway') {
      const id = params['VpcId'] ?? '';
      const nats = await find(call, 'DescribeNatGateways', 'natGatewaySet', ['vpc-id', id]);
      return nats.some((it) =>
        exists(xmlText(it, 'natGatewayId') ?? '', xmlText(it, 'state') ?? ''),
      )
        ? `Network ${id} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway.`
        : undefined;
    }
    return undefined;
  }

  function exists(natGatewayId: string, state: string): boolean {
    return state !== 'deleted' && delays.stateOf(natGatewayId) !== 'gone';
  }

  async function releaseAddress(call: Call): Promise<Answer> {
    const id = call.params['AllocationId'] ?? '';
    const described = await upstream.ec2(call, 'DescribeAddresses', { 'AllocationId.1': id });
    return xmlText(described, 'associationId')
      ? errorAnswer(
          call,
          'InvalidIPAddress.InUse',
          `Address with allocation id ${id} cannot be released because it is in use.`,
        )
      : forward(call);
  }

  function withStates(answer: Answer): Answer {
    const set = xmlSet(answer.body, 'natGatewaySet');
    if (set === undefined) return answer;
    const items = set.items.map((item) => natGateway(item));
    return { ...answer, body: set.before + items.join('') + set.after };
  }

  function natGateway(xml: string): string {
    const id = xmlText(xml, 'natGatewayId') ?? '';
    const state = NAT_STATES[delays.stateOf(id)];
    if (xmlText(xml, 'state') === 'deleted') return xml;
    const reason =
      state === 'failed'
        ? '<failureCode>InsufficientFreeAddressesInSubnet</failureCode><failureMessage>The subnet has no free addresses</failureMessage>'
        : '';
    return xml.replace(/<state>[a-z]+<\/state>/, `<state>${state}</state>${reason}`);
  }

  return {
    async handle(call: Call, failing: boolean): Promise<Answer> {
      await settle();
      const why = await blocker(call);
      if (why !== undefined) return errorAnswer(call, 'DependencyViolation', why);
      if (call.action === 'ReleaseAddress') return releaseAddress(call);
      if (call.action === 'TerminateInstances') return interfaces.terminateInstances(call);
      if (call.action === 'CreateTags' || call.action === 'DeleteTags')
        launchTemplateTags.note(call);
      if (call.action === 'DescribeLaunchTemplates')
        return launchTemplateTags.shown(await forward(call));
      if (call.action === 'DescribeNatGateways') return withStates(await forward(call));
      if (call.action === 'CreateNatGateway') {
        const answer = await forward(call);
        const id = xmlText(answer.body, 'natGatewayId');
        if (id === undefined) return answer;
        delays.begin(id, 'nat_gateway');
        if (failing) delays.fail(id);
        return { ...answer, body: natGateway(answer.body) };
      }
      if (call.action === 'DeleteNatGateway') {
        const id = call.params['NatGatewayId'] ?? '';
        const described = await upstream.ec2(call, 'DescribeNatGateways', { 'NatGatewayId.1': id });
        if (xmlTexts(described, 'natGatewayId').length === 0) {
          return errorAnswer(call, 'NatGatewayNotFound', `The Nat Gateway ${id} was not found`);
        }
        if (delays.stateOf(id) !== 'gone') {
          delays.end(id, 'nat_gateway');
          deletions.set(id, call);
        }
        return {
          status: 200,
          headers: { 'content-type': 'text/xml;charset=UTF-8' },
          body: `<DeleteNatGatewayResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>sandbox</requestId><natGatewayId>${id}</natGatewayId></DeleteNatGatewayResponse>`,
        };
      }
      return forward(call);
    },
    /** Updates the state of the NAT gateway in a replayed response. */
    refreshed: (answer: Answer): Answer => ({ ...answer, body: natGateway(answer.body) }),
    settle,
  };
}
