/** The module in a saved plan: which resources it declares, and what it would run. */
import * as z from 'zod';

interface Module {
  resources?: { address: string; provisioners?: { type: string }[] | undefined }[] | undefined;
  module_calls?: Record<string, { module?: Module | undefined }> | undefined;
}
export const moduleSchema: z.ZodType<Module> = z.object({
  resources: z
    .array(
      z.object({
        address: z.string(),
        provisioners: z.array(z.object({ type: z.string() })).optional(),
      }),
    )
    .optional(),
  module_calls: z
    .record(
      z.string(),
      z.object({
        get module() {
          return moduleSchema.optional();
        },
      }),
    )
    .optional(),
});

const LOCAL_PROGRAM = 'local-exec';

/** A resource or a data source that the module declares, without the keys of its instances. */
export interface Declared {
  address: string;
  /** It has a provisioner that runs a program on this machine. */
  runsPrograms: boolean;
}

export function declaredIn(module: Module, prefix = ''): Declared[] {
  const here = (module.resources ?? []).map(({ address, provisioners = [] }) => ({
    address: `${prefix}${address}`,
    runsPrograms: provisioners.some(({ type }) => type === LOCAL_PROGRAM),
  }));
  const below = Object.entries(module.module_calls ?? {}).flatMap(([name, call]) =>
    call.module === undefined ? [] : declaredIn(call.module, `${prefix}module.${name}.`),
  );
  return [...here, ...below];
}
