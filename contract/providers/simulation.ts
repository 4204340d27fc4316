import * as z from 'zod';

/**
 * `create`, `read`, `update`, `delete`: the fault hits the call itself. `ready` and `updated`: the fault
 * hits the resource while it is being created or changed, after the call was accepted.
 */
export const FAULT_MOMENTS = ['create', 'ready', 'read', 'update', 'updated', 'delete'] as const;
export const FAULT_KINDS = ['error', 'throttle', 'quota', 'lost_response', 'hang', 'slow'] as const;

/**
 * A fault that the simulated cloud makes on request: its resource, its moment, its kind and how often
 * it occurs.
 */
export const faultSchema = z
  .strictObject({
    /** Hits every resource of this type, for example `nat_gateway`. */
    type: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,63}$/)
      .optional(),
    /** Hits the resource of this name. */
    name: z.string().min(1).max(128).optional(),
    when: z.enum(FAULT_MOMENTS),
    kind: z.enum(FAULT_KINDS),
    /** The cloud's error code; each kind has one of its own. */
    code: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_.]{0,63}$/)
      .optional(),
    /** The number of calls that the fault hits. */
    times: z.int().min(1).max(1_000_000).default(1),
  })
  .refine((fault) => fault.type !== undefined || fault.name !== undefined, {
    error: 'names a type or a name',
  })
  .meta({ anyOf: [{ required: ['type'] }, { required: ['name'] }] });
export type Fault = z.infer<typeof faultSchema>;

/** For the simulated provider only. */
export const simulationSchema = z.strictObject({ faults: z.array(faultSchema).max(20) });
export type Simulation = z.infer<typeof simulationSchema>;
