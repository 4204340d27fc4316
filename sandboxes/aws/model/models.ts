/** AWS's own models of its APIs, which botocore contains: the shape of every request, and which lists are paged. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import * as z from 'zod';
import type { Call } from '../proxy/call.ts';

const memberSchema = z.object({
  shape: z.string(),
  locationName: z.string().optional(),
  location: z.string().optional(),
  queryName: z.string().optional(),
  flattened: z.boolean().optional(),
});
export type Member = z.infer<typeof memberSchema>;

const shapeSchema = z.object({
  type: z.string(),
  required: z.array(z.string()).default([]),
  members: z.record(z.string(), memberSchema).default({}),
  member: memberSchema.optional(),
  key: memberSchema.optional(),
  value: memberSchema.optional(),
  flattened: z.boolean().optional(),
  enum: z.array(z.string()).optional(),
  pattern: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});
export type Shape = z.infer<typeof shapeSchema>;

const operationSchema = z.object({
  http: z.object({ method: z.string(), requestUri: z.string() }),
  input: z.object({ shape: z.string() }).optional(),
  output: z.object({ shape: z.string() }).optional(),
});
const modelSchema = z.object({
  metadata: z.object({ protocol: z.string(), apiVersion: z.string() }),
  operations: z.record(z.string(), operationSchema),
  shapes: z.record(z.string(), shapeSchema),
});
const pagesSchema = z.object({
  pagination: z.record(
    z.string(),
    z.object({
      input_token: z.union([z.string(), z.array(z.string())]),
      output_token: z.union([z.string(), z.array(z.string())]),
      limit_key: z.string().optional(),
      more_results: z.string().optional(),
      result_key: z.union([z.string(), z.array(z.string())]),
    }),
  ),
});

export type Model = z.infer<typeof modelSchema> & z.infer<typeof pagesSchema>;

/** The folders of the services by their names in signatures. */
const FOLDERS: Readonly<Record<string, string>> = {
  ec2: 'ec2',
  eks: 'eks',
  events: 'events',
  iam: 'iam',
  logs: 'logs',
  servicequotas: 'service-quotas',
  sqs: 'sqs',
  ssm: 'ssm',
  sts: 'sts',
};
/** Two services sign with one name. */
const BALANCERS: Readonly<Record<string, string>> = { '2012-06-01': 'elb', '2015-12-01': 'elbv2' };

/**
 * Creates the reader of models.
 *
 * @param programs the directory with the executables of moto's Python environment
 */
export function createModels(programs: string) {
  const models = new Map<string, Model>();
  let data: string | undefined;

  function read(folder: string): Model {
    data ??= dataFolder(programs);
    const versions = readdirSync(path.join(data, folder)).toSorted();
    const at = path.join(data, folder, versions.at(-1) ?? '');
    const model = gunzipSync(readFileSync(path.join(at, 'service-2.json.gz'))).toString();
    const pages = readFileSync(path.join(at, 'paginators-1.json'), 'utf8');
    return {
      ...modelSchema.parse(JSON.parse(model)),
      ...pagesSchema.parse(JSON.parse(pages)),
    };
  }

  /** @returns the model of the call's service; undefined for services that the provider does not use */
  return function modelOf({ service, params }: Call): Model | undefined {
    const folder =
      service === 'elasticloadbalancing' ? BALANCERS[params['Version'] ?? ''] : FOLDERS[service];
    if (folder === undefined) return undefined;
    const model = models.get(folder) ?? read(folder);
    models.set(folder, model);
    return model;
  };
}
export type ModelOf = ReturnType<typeof createModels>;

function dataFolder(programs: string): string {
  const lib = path.join(programs, '..', 'lib');
  const python = readdirSync(lib).find((it) => it.startsWith('python3')) ?? '';
  return path.join(lib, python, 'site-packages', 'botocore', 'data');
}
