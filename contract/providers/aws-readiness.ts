/** Clusters that EKS accepts, but that could never get ready. */
import type { ProviderFault, ProviderRequest } from './definition.ts';

const DNS = 'coredns';
/** The pods of coredns tolerate these taints. */
const TOLERATED: ReadonlySet<string> = new Set([
  'CriticalAddonsOnly',
  'node-role.kubernetes.io/control-plane',
]);

/** @param hasAutoNodes true if EKS adds nodes as pods need them */
export function readinessFaults(request: ProviderRequest, hasAutoNodes: boolean): ProviderFault[] {
  const { addons = [], addonSettings = {}, nodeGroups = [] } = request;
  const { configuration = {} } = addonSettings[DNS] ?? {};
  // With tolerations of its own, only the cloud can say where coredns runs.
  if (!addons.includes(DNS) || 'tolerations' in configuration) return [];
  const hasRoom = nodeGroups.some(
    ({ desiredSize = 0, taints = [] }) =>
      desiredSize > 0 &&
      taints.every(({ key, effect }) => effect === 'PreferNoSchedule' || TOLERATED.has(key)),
  );
  // A cluster without node groups is refused for that, unless Auto Mode runs its nodes.
  if (hasRoom || nodeGroups.length === 0 || hasAutoNodes) return [];
  return [
    {
      path: ['nodeGroups'],
      message:
        'leave no node for coredns: every group is empty or tainted. Give one group a desiredSize above 0 and no taints, set tolerations in addonSettings.coredns.configuration, or leave coredns out of addons',
    },
  ];
}
