/** Behavior of AWS that tests request: the date, reads that lag behind, and troubles of a cluster's users. */
import * as z from 'zod';

export const rulesSchema = z.strictObject({
  /** The day by which versions age and rollbacks expire, for example `2026-12-02`. */
  today: z.iso.date().optional(),
  /** The day of the newest release of all node images. */
  imagesOf: z.iso.date().default('2026-01-01'),
  /** Clusters whose pods cannot be evicted, so that their node groups are replaced by force only. */
  unevictable: z.array(z.string()).default([]),
  /** An add-on that does not fit the next version blocks the upgrade of its control plane. */
  addonsBlockUpgrades: z.boolean().default(true),
  /** For up to `max` calls or milliseconds after a write, reads answer as before it. */
  staleReads: z
    .strictObject({
      max: z.number(),
      unit: z.enum(['calls', 'ms']),
      seed: z.number(),
      /** An access key whose reads are always up to date. */
      currentFor: z.string().optional(),
    })
    .optional(),
});
export type Rules = z.infer<typeof rulesSchema>;
