import * as z from 'zod';

/** How the nodes of a group are replaced when its version changes. */
export const updateConfigSchema = z
  .strictObject({
    /** How many nodes may be unavailable at once; 1 unless given. */
    maxUnavailable: z.int().min(1).max(100).optional(),
    /** The same as a share of the nodes, in percent. */
    maxUnavailablePercentage: z.int().min(1).max(100).optional(),
    /** Replaces nodes although a pod disruption budget does not let their pods go. */
    force: z.boolean().optional(),
  })
  .refine(
    ({ maxUnavailable, maxUnavailablePercentage }) =>
      maxUnavailable === undefined || maxUnavailablePercentage === undefined,
    { error: 'has either maxUnavailable or maxUnavailablePercentage' },
  )
  .meta({ not: { required: ['maxUnavailable', 'maxUnavailablePercentage'] } });
