import type { PlanRow } from '../../kubernetes/plan-rows.ts';
import type { nodeGroupProperties } from '../../kubernetes/cluster-layout.ts';

/** The ids of resources outside of the plan that a node refers to. */
type Outside = { outsideIds?: string[] | undefined };

/** The properties of each kind of node in the simulated cloud. */
export interface SimulatedKinds {
  vpc: { cidr: string };
  internet_gateway: NoProperties;
  subnet: { cidr: string; availabilityZone: string; access: 'public' | 'private' };
  elastic_ip: NoProperties;
  nat_gateway: NoProperties;
  route_table: { defaultRoute: 'internet_gateway' | 'nat_gateway' | 'none' };
  security_group: Outside;
  iam_role: NoProperties;
  control_plane: { kubernetesVersion: string } & Outside;
  oidc_provider: NoProperties;
  access_entry: NoProperties;
  addon: NoProperties;
  launch_template: { diskGiB: number };
  node_group: ReturnType<typeof nodeGroupProperties> & Outside;
  pod_identity_association: { namespace: string; serviceAccount: string };
  queue: NoProperties;
  event_rule: { detailType: string };
}

type NoProperties = Readonly<Record<string, never>>;

/** One node in the simulated cloud, with the properties of its kind. */
export type SimulatedRow = {
  [Type in keyof SimulatedKinds]: PlanRow<Type, SimulatedKinds[Type]>;
}[keyof SimulatedKinds];
