/** The labels and taints of Kubernetes nodes: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels */
import * as z from 'zod';

/** A domain of at most 253 characters and a slash, if any; then at most 63 characters. */
const KEY =
  /^(?:(?=[^/]{1,253}\/)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*\/)?(?=[^/]{1,63}$)[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const VALUE = /^(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/;

const keySchema = z.string().max(317).regex(KEY, {
  error:
    'must be a name such as tier or example.com/tier: letters, digits, "-", "_" and ".", at most 63 characters after the slash',
});
const valueSchema = z.string().max(63).regex(VALUE, {
  error: 'must have only letters, digits, "-", "_" and ".", with a letter or digit at both ends',
});

export const labelsSchema = z.record(keySchema, valueSchema);

export const taintsSchema = z
  .array(
    z.strictObject({
      key: keySchema,
      value: valueSchema.optional(),
      effect: z.enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute']),
    }),
  )
  .max(50)
  .superRefine((taints, context) => {
    const seen = new Set<string>();
    for (const [index, { key, effect }] of taints.entries()) {
      const taint = `${key} ${effect}`;
      if (seen.has(taint)) {
        const message = 'is there twice with the same key and effect';
        context.addIssue({ code: 'custom', path: [index], message });
      }
      seen.add(taint);
    }
  });
