import path from 'node:path';
import * as z from 'zod';
import { openJournal } from '../store/journal.ts';
import { regionSchema } from './regions.ts';
import { ResourceStore } from '../store/resource-store.ts';
import { RESOURCE_TYPE_NAMES, RESOURCE_TYPES, type ResourceTypeName } from './resource-types.ts';
import { storedResourceSchema } from './resource.ts';
import { roleSchema, type Role } from './roles.ts';

export const throttleSchema = z.strictObject({
  requestsPerSecond: z.number().positive(),
  burst: z.int().min(1),
});
export type Throttle = z.infer<typeof throttleSchema>;
const DEFAULT_THROTTLE: Throttle = { requestsPerSecond: 2_000, burst: 2_000 };

export const quotaSchema = z.strictObject({
  type: z.enum(RESOURCE_TYPE_NAMES),
  limit: z.int().min(0),
  /** Without a region, the quota applies to every region that has no own quota. */
  region: regionSchema.optional(),
});

/** One line of the journal. */
const entrySchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('resource'), resource: storedResourceSchema }),
  z.object({ kind: z.literal('fault_hits'), key: z.string(), hits: z.int() }),
  z.object({ kind: z.literal('quota'), quota: quotaSchema }),
  z.object({ kind: z.literal('throttle'), throttle: throttleSchema }),
  z.object({ kind: z.literal('role'), role: roleSchema }),
]);
type Entry = z.infer<typeof entrySchema>;

/** The state that survives a restart. Every change is written to the journal before it is applied in memory. */
export interface State {
  readonly resources: ResourceStore;
  commit(entry: Entry): void;
  faultHits(key: string): number;
  quota(region: string, type: ResourceTypeName): number;
  throttle(): Throttle;
  /** The settings of a role; undefined if there are none. */
  role(roleArn: string): Role | undefined;
  /** Deletes everything. */
  reset(): void;
  close(): void;
}

/** Reads the state in `dataDir`, or starts with an empty one. */
export function openState(options: {
  dataDir: string;
  clock: () => number;
  compactAtBytes?: number;
}): State {
  const resources = new ResourceStore();
  const hits = new Map<string, number>();
  const quotas = new Map<string, z.infer<typeof quotaSchema>>();
  const roles = new Map<string, Role>();
  let throttle = DEFAULT_THROTTLE;
  const quotaKey = (type: string, region?: string) => `${region ?? '*'}/${type}`;

  const apply = (entry: Entry) => {
    switch (entry.kind) {
      case 'resource':
        return resources.put(entry.resource);
      case 'fault_hits':
        return void hits.set(entry.key, entry.hits);
      case 'quota':
        return void quotas.set(quotaKey(entry.quota.type, entry.quota.region), entry.quota);
      case 'role':
        return void roles.set(entry.role.roleArn, entry.role);
      case 'throttle':
        throttle = entry.throttle;
    }
  };

  function* snapshot(): Generator<Entry> {
    resources.sweep(options.clock());
    yield { kind: 'throttle', throttle };
    for (const quota of quotas.values()) yield { kind: 'quota', quota };
    for (const role of roles.values()) yield { kind: 'role', role };
    for (const [key, count] of hits) yield { kind: 'fault_hits', key, hits: count };
    for (const resource of resources.tombstones()) yield { kind: 'resource', resource };
    for (const resource of resources.find({ tags: {} })) yield { kind: 'resource', resource };
  }

  const journal = openJournal({
    file: path.join(options.dataDir, 'simulator', 'journal.jsonl'),
    replay: (line) => apply(entrySchema.parse(line)),
    snapshot,
    ...(options.compactAtBytes !== undefined && { compactAtBytes: options.compactAtBytes }),
  });

  return {
    resources,
    commit(entry) {
      journal.append(entry);
      apply(entry);
    },
    faultHits: (key) => hits.get(key) ?? 0,
    quota: (region, type) =>
      (quotas.get(quotaKey(type, region)) ?? quotas.get(quotaKey(type)))?.limit ??
      RESOURCE_TYPES[type].quota,
    throttle: () => throttle,
    role: (roleArn) => roles.get(roleArn),
    reset() {
      resources.clear();
      hits.clear();
      quotas.clear();
      roles.clear();
      throttle = DEFAULT_THROTTLE;
      journal.compact();
    },
    close: () => journal.close(),
  };
}
