/** Nodes and system workloads as the Kubernetes API returns them, and what is wrong with them. Pure. */
import * as z from 'zod';

/** Pods with a priority class of this prefix belong to the system. Other pods in `kube-system` are users'. */
const SYSTEM_PRIORITY = 'system-';
const MAX_REASON = 300;

const conditionsSchema = z
  .array(
    z.object({
      type: z.string(),
      status: z.string(),
      reason: z.string().optional(),
      message: z.string().optional(),
    }),
  )
  .default([]);

const metadataSchema = z.object({
  name: z.string(),
  labels: z.record(z.string(), z.string()).default({}),
  generation: z.int().default(0),
  deletionTimestamp: z.string().optional(),
});

const podSpecSchema = z.object({
  nodeName: z.string().optional(),
  priorityClassName: z.string().default(''),
});

export const nodeSchema = z.object({
  metadata: metadataSchema,
  status: z.object({ conditions: conditionsSchema }),
});
export type Node = z.output<typeof nodeSchema>;

export const podSchema = z.object({
  metadata: metadataSchema,
  spec: podSpecSchema,
  status: z.object({
    phase: z.string().default('Unknown'),
    conditions: conditionsSchema,
    containerStatuses: z
      .array(
        z.object({
          state: z
            .object({
              waiting: z
                .object({ reason: z.string().optional(), message: z.string().optional() })
                .optional(),
            })
            .default({}),
        }),
      )
      .default([]),
  }),
});
export type Pod = z.output<typeof podSchema>;

/** A Deployment or a DaemonSet. */
export const workloadSchema = z.object({
  metadata: metadataSchema,
  spec: z.object({
    replicas: z.int().optional(),
    template: z.object({ spec: podSpecSchema }),
  }),
  status: z.object({
    observedGeneration: z.int().default(0),
    replicas: z.int().default(0),
    desiredNumberScheduled: z.int().default(0),
    currentNumberScheduled: z.int().default(0),
  }),
});
export type Workload = z.output<typeof workloadSchema>;

export function isSystem({ spec }: Pod | Workload): boolean {
  const { priorityClassName } = 'template' in spec ? spec.template.spec : spec;
  return priorityClassName.startsWith(SYSTEM_PRIORITY);
}

/** Returns why the node is not ready; undefined if it is, or if it is being deleted. */
export function nodeProblem({ metadata, status }: Node): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return undefined;
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  if (ready?.status === 'True') return undefined;
  return `node ${metadata.name} is not Ready (${reasonOf(ready) ?? 'it has not reported its state'})`;
}

/** Returns why the pod does not run; undefined if it does, or if it is being deleted. */
export function podProblem({ metadata, spec, status }: Pod): string | undefined {
  if (metadata.deletionTimestamp !== undefined || status.phase === 'Succeeded') return undefined;
  const condition = (wanted: string) => status.conditions.find(({ type }) => type === wanted);
  const ready = condition('Ready');
  if (status.phase === 'Running' && ready?.status === 'True') return undefined;
  const scheduled = condition('PodScheduled');
  const waiting = status.containerStatuses.find(({ state }) => state.waiting)?.state.waiting;
  const reason =
    reasonOf(scheduled?.status === 'False' ? scheduled : undefined) ??
    reasonOf(waiting) ??
    reasonOf(ready) ??
    'no reason is given';
  const where = spec.nodeName === undefined ? 'on no node' : `on node ${spec.nodeName}`;
  return `pod kube-system/${metadata.name} is ${status.phase}, ${where}, and not ready (${reason})`;
}

/** Returns which pods of a workload do not exist yet; undefined if all do. Their state is another question. */
export function workloadProblem({ metadata, spec, status }: Workload): string | undefined {
  if (metadata.deletionTimestamp !== undefined) return undefined;
  const { observedGeneration, replicas, desiredNumberScheduled, currentNumberScheduled } = status;
  const wanted = spec.replicas ?? desiredNumberScheduled;
  const found = spec.replicas === undefined ? currentNumberScheduled : replicas;
  if (observedGeneration >= metadata.generation && found >= wanted) return undefined;
  return `kube-system/${metadata.name} has ${found} of its ${wanted} pods`;
}

function reasonOf(
  from: { reason?: string | undefined; message?: string | undefined } | undefined,
): string | undefined {
  const parts = [from?.reason, from?.message].filter((part) => part !== undefined && part !== '');
  return parts.length === 0 ? undefined : parts.join(': ').slice(0, MAX_REASON);
}
