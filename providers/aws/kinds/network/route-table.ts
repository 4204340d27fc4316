import * as z from 'zod';
import { defineKind } from '../aws-kind.ts';
import { dependenciesOf } from '../dependencies.ts';
import { tagFilters, tagSpecification, tagsOf } from '../tags.ts';
import type { Diff } from '../../../node-kind.ts';
import type { Route } from '@aws-sdk/client-ec2';
import { clientToken } from '../../../identity.ts';
import type { NodeRequest } from '../../../provider.ts';
import type { Aws } from '../../client/access.ts';
import { isGone, unlessAssociated, vendorCode } from '../../client/errors.ts';

const PROPERTIES = z.object({});

const EVERYWHERE = '0.0.0.0/0';

/** The target of the default route; undefined for subnets without access to the internet. */
function routeTarget(
  request: NodeRequest,
): { GatewayId: string } | { NatGatewayId: string } | undefined {
  const it = dependenciesOf(request);
  const GatewayId = it.one('internet_gateway')?.cloudId;
  const NatGatewayId = it.one('nat_gateway')?.cloudId;
  if (GatewayId !== undefined) return { GatewayId };
  return NatGatewayId === undefined ? undefined : { NatGatewayId };
}

/** The routes of a group of subnets. The default route and the associations need calls of their own. */
export const routeTable = defineKind({
  properties: PROPERTIES,
  async list({ ec2 }, owner, name) {
    const { RouteTables = [] } = await ec2.describeRouteTables({
      Filters: tagFilters(owner, 'route_table', name),
    });
    return RouteTables.map(({ RouteTableId = '', Tags }) => ({
      cloudId: RouteTableId,
      tags: tagsOf(Tags),
      state: 'available',
      outputs: {},
    }));
  },
  async create({ ec2 }, request) {
    const { RouteTable } = await ec2.createRouteTable({
      VpcId: dependenciesOf(request).one('vpc')?.cloudId,
      ClientToken: clientToken(request.owner, request.node),
      TagSpecifications: tagSpecification('route-table', request),
    });
    return { cloudId: RouteTable?.RouteTableId ?? '' };
  },
  async diff({ ec2 }, request, { cloudId: RouteTableId }) {
    const seen = await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] });
    const { Routes = [], Associations = [] } = seen.RouteTables?.[0] ?? {};
    const target = routeTarget(request);
    const route = Routes.find((it) => it.DestinationCidrBlock === EVERYWHERE);
    const diffs: Diff[] = [];
    if (target !== undefined && !leadsTo(route, target)) {
      const wanted = { RouteTableId, DestinationCidrBlock: EVERYWHERE, ...target };
      diffs.push({
        what: 'its way out',
        apply: () => (route === undefined ? createRoute(ec2, wanted) : ec2.replaceRoute(wanted)),
      });
    }
    const joined = new Set(Associations.map(({ SubnetId }) => SubnetId));
    for (const SubnetId of dependenciesOf(request).ids('subnet')) {
      if (joined.has(SubnetId)) continue;
      const apply = () =>
        ec2.associateRouteTable({ RouteTableId, SubnetId }).catch(unlessAssociated);
      diffs.push({ what: `its subnet ${SubnetId}`, apply });
    }
    return diffs;
  },
  async delete({ ec2 }, _owner, RouteTableId) {
    const seen = await ec2.describeRouteTables({ RouteTableIds: [RouteTableId] });
    for (const { RouteTableAssociationId: AssociationId } of seen.RouteTables?.[0]?.Associations ??
      []) {
      await ec2.disassociateRouteTable({ AssociationId }).catch(unlessGone);
    }
    await ec2.deleteRouteTable({ RouteTableId });
  },
});

function leadsTo(
  route: Route | undefined,
  target: { GatewayId: string } | { NatGatewayId: string },
): boolean {
  return 'GatewayId' in target
    ? route?.GatewayId === target.GatewayId
    : route?.NatGatewayId === target.NatGatewayId;
}

/** Creates the route. If it exists already, which an old answer did not show, gives it the wanted target. */
async function createRoute(
  ec2: Aws['ec2'],
  wanted: Parameters<Aws['ec2']['createRoute']>[0],
): Promise<unknown> {
  try {
    return await ec2.createRoute(wanted);
  } catch (error) {
    if (vendorCode(error) !== 'RouteAlreadyExists') throw error;
    return ec2.replaceRoute(wanted);
  }
}

function unlessGone(error: unknown): void {
  if (!isGone(error)) throw error;
}
