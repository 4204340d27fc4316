import { createHash } from 'node:crypto';
import type { ResourceTypeName } from './resource-types.ts';
import { effectiveProperties, stateOf, type StoredResource } from './resource.ts';

const ACCOUNT = '000000000000';

type Lookup = (id: string) => StoredResource | undefined;
type Outputs = Record<string, string>;
interface Subject {
  resource: StoredResource;
  /** The current value of a property as a string; undefined if it is absent or nested. */
  property: (name: string) => string | undefined;
  lookup: Lookup;
}

/** The outputs of each type after a create has ended. */
const OUTPUTS: Partial<Record<ResourceTypeName, (subject: Subject) => Outputs>> = {
  vpc: ({ property }) => ({ cidr: property('cidr') ?? '10.0.0.0/16' }),
  subnet: ({ property }) => ({
    cidr: property('cidr') ?? '',
    availabilityZone: property('availabilityZone') ?? '',
  }),
  elastic_ip: ({ resource }) => ({ publicIp: publicIp(resource.id) }),
  nat_gateway: ({ resource, lookup }) => {
    const address = resource.references.find((id) => lookup(id)?.type === 'elastic_ip');
    return { publicIp: publicIp(address ?? resource.id) };
  },
  control_plane: ({ resource, property }) => ({
    endpoint: `https://${resource.id}.${resource.region}.cloud.example`,
    certificateAuthority: hash(resource.id).toString('base64'),
    oidcIssuer: oidcIssuer(resource),
    version: property('kubernetesVersion') ?? '',
  }),
  oidc_provider: ({ resource, lookup }) => {
    const owner = resource.references.map(lookup).find((it) => it?.type === 'control_plane');
    return { issuer: oidcIssuer(owner ?? resource) };
  },
  node_group: ({ property }) => ({ readyNodes: property('desiredSize') ?? '0' }),
  queue: ({ resource }) => ({
    url: `https://queue.${resource.region}.cloud.example/${ACCOUNT}/${resource.name}`,
  }),
};

/** The outputs of a resource, which its dependants use. While it is being created there is only `arn`. */
export function outputsOf(resource: StoredResource, now: number, lookup: Lookup): Outputs {
  const arn = `arn:sim:${resource.type}:${resource.region}:${ACCOUNT}:${resource.id}`;
  const { state } = stateOf(resource, now);
  const neverReady = resource.readyAt === null || now < resource.readyAt;
  if (state === 'failed' || neverReady) {
    return resource.type === 'node_group' ? { arn, readyNodes: '0' } : { arn };
  }
  const properties = effectiveProperties(resource, now);
  const property = (name: string) => {
    const value = properties[name];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
  return {
    arn,
    ...OUTPUTS[resource.type]?.({ resource, property, lookup }),
    ...resource.hosted?.outputs,
  };
}

/** The issuer of the tokens of a cluster's service accounts. */
export function oidcIssuer(resource: StoredResource): string {
  return `https://oidc.${resource.region}.cloud.example/id/${hash(resource.id).toString('hex').slice(0, 32).toUpperCase()}`;
}

/** Derives an address from an id, in 198.18.0.0/15, which is never routed (RFC 2544). */
function publicIp(id: string): string {
  const [a = 0, b = 0, c = 0] = hash(id);
  return `198.${18 + (a & 1)}.${b}.${c}`;
}

function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
