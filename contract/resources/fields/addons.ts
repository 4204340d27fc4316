/** The add-ons of a cluster, and their settings. */
import * as z from 'zod';

const MAX_ADDONS = 40;

const addonNameSchema = z.string().regex(/^[a-z0-9](?:[a-z0-9_-]{0,61}[a-z0-9])?$/, {
  error: 'must be the name of an add-on, for example metrics-server',
});

/** Names, each at most once. */
export const addonsSchema = z
  .array(addonNameSchema)
  .max(MAX_ADDONS)
  .refine((addons) => new Set(addons).size === addons.length, { error: 'names an add-on twice' })
  .meta({ uniqueItems: true });

const addonSchema = z.strictObject({
  /** Absent: the default of the provider's cloud for the cluster's version of Kubernetes. */
  version: z
    .string()
    .regex(/^v\d+\.\d+\.\d+[A-Za-z0-9.+-]{0,100}$/, {
      error: 'must be a version of the add-on, for example v1.20.4-eksbuild.1',
    })
    .optional(),
  /** Values for the schema of the add-on: JSON, which a recursive type would say, but not in an OpenAPI component. */
  configuration: z.record(z.string().min(1).max(200), z.unknown()).optional(),
});

/** By the name of the add-on. */
export const addonSettingsSchema = z.record(addonNameSchema, addonSchema);
const { version, configuration } = addonSchema.shape;
export const addonSettingsPatchSchema = z.record(
  addonNameSchema,
  z
    .strictObject({
      version: version.unwrap().nullable(),
      configuration: configuration.unwrap().nullable(),
    })
    .partial()
    .nullable(),
);

const configurationSchema = z.record(z.string(), z.json());

/** Returns the configuration of an add-on with the type of JSON, which the body of every request has. */
export function configurationOf(values: Record<string, unknown>) {
  return configurationSchema.parse(values);
}
