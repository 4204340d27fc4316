/** Makes state files of the format version 4. */

interface Instance {
  index_key?: string | number;
  attributes: Record<string, unknown>;
  sensitive_attributes?: { type: string; value: string }[][];
}

export interface StateParts {
  serial: number;
  lineage?: string;
  /** The instances of resources by `type.name`, with `module.` before it where needed. */
  resources?: Record<string, Instance[]>;
  outputs?: Record<string, { value: unknown; type: unknown; sensitive?: boolean }>;
}

export function stateFile({ serial, lineage = 'one', resources = {}, outputs = {} }: StateParts) {
  const state = {
    version: 4,
    terraform_version: '1.12.6',
    serial,
    lineage,
    outputs,
    resources: Object.entries(resources).map(([address, instances]) => {
      const [name, type, ...module] = address.split('.').toReversed();
      return {
        ...(module.length > 0 && { module: module.toReversed().join('.') }),
        mode: 'managed',
        type,
        name,
        provider: 'provider["registry.opentofu.org/hashicorp/random"]',
        instances: instances.map((instance) => ({ schema_version: 0, ...instance })),
      };
    }),
  };
  return Buffer.from(`${JSON.stringify(state, null, 2)}\n`);
}
