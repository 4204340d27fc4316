import * as z from 'zod';
import type { Fault, Simulation } from '../../../contract/providers/simulation.ts';

/** The tag that contains a `Simulation` of contract/providers/simulation.ts as JSON. */
export const SIMULATION_TAG = 'slipway:simulation';

const MOMENTS = [
  'create',
  'ready',
  'read',
  'update',
  'updated',
  'delete',
] as const satisfies readonly Fault['when'][];
const KINDS = [
  'error',
  'throttle',
  'quota',
  'lost_response',
  'hang',
  'slow',
] as const satisfies readonly Fault['kind'][];

const simulationSchema: z.ZodType<Simulation> = z.strictObject({
  faults: z
    .array(
      z
        .strictObject({
          type: z.string().optional(),
          name: z.string().optional(),
          when: z.enum(MOMENTS),
          kind: z.enum(KINDS),
          code: z.string().min(1).optional(),
          times: z.int().min(1).default(1),
        })
        .refine((fault) => fault.type !== undefined || fault.name !== undefined),
    )
    .max(20),
});

/** @returns the faults that a tag's value requests; undefined if the value is not a simulation */
export function parseSimulation(tag: string): Fault[] | undefined {
  try {
    return simulationSchema.safeParse(JSON.parse(tag)).data?.faults;
  } catch {
    return undefined;
  }
}
