/** What is read of the engine's state: no more than which is newer, what is there, and the outputs. */
import * as z from 'zod';

const stateSchema = z.object({
  lineage: z.string(),
  serial: z.int(),
  resources: z
    .array(z.object({ mode: z.string(), instances: z.array(z.unknown()).default([]) }))
    .default([]),
});
type State = z.infer<typeof stateSchema>;

function parse(content: Buffer): State {
  return stateSchema.parse(JSON.parse(content.toString()));
}

/** Whether a state continues the other one. */
export function newerState(content: Buffer, than: Buffer | undefined): boolean {
  const next = parse(content);
  if (than === undefined) return true;
  const before = parse(than);
  return next.lineage === before.lineage && next.serial > before.serial;
}

/** How many objects it records as made. */
export function managedObjects(content: Buffer | undefined): number {
  if (content === undefined) return 0;
  return parse(content)
    .resources.filter(({ mode }) => mode === 'managed')
    .reduce((sum, { instances }) => sum + instances.length, 0);
}
