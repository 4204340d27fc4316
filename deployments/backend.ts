/**
 * Where a module's state lies: with Slipway, whatever the module says; or in the module's own backend,
 * if its type is one that a setting allows.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import type { BlobStore } from './storage/blob-store.ts';
import { EngineError } from './engine/error.ts';
import { parseJson } from './engine/json.ts';
import type { DeploymentKeys } from './storage/keys.ts';
import type { SourceFiles } from './storage/source.ts';
import { managedObjects } from './storage/state.ts';

/** For example `s3`. */
export type AllowedBackends = readonly string[];

/** A backend as `init` has it: its type, and a hash of what the module says of it. */
const markSchema = z.object({ type: z.string(), config: z.string() });
type Mark = z.infer<typeof markSchema>;

/**
 * Whether the module may have a backend of its own: its root names one that is allowed. What it looks
 * like in a comment `init` tells apart.
 */
export function namesOwnBackend(files: SourceFiles, allowed: AllowedBackends): boolean {
  return Object.entries(files)
    .filter(([name]) => !name.includes('/'))
    .some(([name, text]) => {
      const types = name.endsWith('.json') ? inJson(text) : inText(text);
      return types.some((type) => allowed.includes(type));
    });
}

function inText(text: string): string[] {
  return [...text.matchAll(/\bbackend\s+"?([a-z0-9_]+)"?\s*\{/g)].map(([, type = '']) => type);
}

/** In JSON a block is an object, or a list of them. */
const blocks = <Block extends z.ZodType>(block: Block) =>
  z.union([z.array(block), block.transform((one) => [one])]);
const moduleSchema = z.object({
  terraform: blocks(z.object({ backend: blocks(z.record(z.string(), z.unknown())).default([]) })),
});

function inJson(text: string): string[] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return [];
  }
  const { terraform = [] } = moduleSchema.safeParse(json).data ?? {};
  return terraform.flatMap(({ backend }) => backend.flatMap((types) => Object.keys(types)));
}

const initializedSchema = z.object({
  backend: z.object({ type: z.string(), config: z.record(z.string(), z.unknown()) }),
});
export type InitializedBackend = z.infer<typeof initializedSchema>['backend'];

/** What `init` has found; undefined: no backend at all. */
export async function initializedBackend(module: string): Promise<InitializedBackend | undefined> {
  const file = path.join(module, '.terraform', 'terraform.tfstate');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  return initializedSchema.safeParse(parseJson(text)).data?.backend;
}

/** An override file of the module's own can come after Slipway's; its state would be lost. */
export function refuseOtherBackend(found: InitializedBackend | undefined): void {
  if (found?.type === 'http' && Object.values(found.config).every((value) => value === null)) {
    return;
  }
  throw refused(
    'The module overrides the backend of its state, which Slipway keeps. Take the override away.',
  );
}

/** Refuses one that is not allowed, or whose state would go with the run's directory. */
export function checkOwnBackend({ type, config }: InitializedBackend, allowed: AllowedBackends) {
  if (!allowed.includes(type)) {
    throw refused(
      `The backend ${type} is not allowed here. Allowed: ${allowed.join(', ')} (SLIPWAY_DEPLOYMENT_BACKENDS).`,
    );
  }
  const place = config['path'];
  if (type === 'local' && !(typeof place === 'string' && path.isAbsolute(place))) {
    throw refused('The backend local needs an absolute path here.');
  }
}

/**
 * Refuses to go on with another backend than the deployment has had: its state would be left behind, and
 * everything made once more. Notes the one that it has from now on, unless this is a rehearsal.
 */
export async function keepBackend(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'backend' | 'state'>,
  own: InitializedBackend | undefined,
  isRehearsal: boolean,
): Promise<void> {
  const before = await ownBackendOf(blobs, keys);
  const now = own && { type: own.type, config: digestOf(own.config) };
  if (before === undefined) {
    if (now === undefined) return;
    if (managedObjects(await blobs.get(keys.state)) !== 0) throw moved('Slipway', now.type);
    if (!isRehearsal) await blobs.put(keys.backend, Buffer.from(JSON.stringify(now)));
    return;
  }
  if (before.type === now?.type && before.config === now.config) return;
  throw moved(`the backend ${before.type}`, now === undefined ? 'Slipway' : `one of ${now.type}`);
}

/** undefined: the state is with Slipway. */
export async function ownBackendOf(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'backend'>,
): Promise<Mark | undefined> {
  const content = await blobs.get(keys.backend);
  return content && markSchema.parse(JSON.parse(content.toString()));
}

function digestOf(config: InitializedBackend['config']): string {
  const set = Object.entries(config).filter(([, value]) => value !== null);
  return createHash('sha256')
    .update(JSON.stringify(set.toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
}

function moved(from: string, to: string): EngineError {
  return refused(
    `The state of this deployment is with ${from}, and the module wants it with ${to}. Destroy the deployment first, or give the module its backend back.`,
  );
}

function refused(message: string): EngineError {
  return new EngineError({
    code: 'backend_refused',
    message,
    errorType: 'validation',
    retryable: false,
  });
}
