/**
 * The backend of a module's state. Slipway keeps the state of every module, whatever backend the module
 * names, unless a setting allows the type of that backend.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import { EngineError } from './engine/error.ts';
import { parseJson } from './engine/json.ts';
import { readRunFile } from './runner/run-files.ts';
import { pinnedBackend } from './state/pinned-backend.ts';
import type { BlobStore } from './storage/blob-store.ts';
import type { DeploymentKeys } from './storage/keys.ts';
import type { SourceFiles } from './storage/source.ts';
import { managedObjects } from './storage/state.ts';

/** The types of the allowed backends, for example `s3`. */
export type AllowedBackends = readonly string[];

/**
 * Returns true if a file in the module's root seems to name an allowed backend. The name may be in a
 * comment, which only `init` can tell.
 */
export function namesOwnBackend(
  files: SourceFiles,
  allowed: AllowedBackends,
  workingDirectory = '.',
): boolean {
  return Object.entries(files)
    .filter(([name]) => path.posix.dirname(name) === workingDirectory)
    .some(([name, text]) => {
      const types = name.endsWith('.json') ? typesInJson(text) : typesInText(text);
      return types.some((type) => allowed.includes(type));
    });
}

function typesInText(text: string): string[] {
  return [...text.matchAll(/\bbackend\s+"?([a-z0-9_]+)"?\s*\{/g)].map(([, type = '']) => type);
}

/** In JSON, a block is an object or a list of objects. */
const blocks = <Block extends z.ZodType>(block: Block) =>
  z.union([z.array(block), block.transform((one) => [one])]);
const moduleSchema = z.object({
  terraform: blocks(z.object({ backend: blocks(z.record(z.string(), z.unknown())).default([]) })),
});

function typesInJson(text: string): string[] {
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

/** The backend that `init` has configured; undefined if the module has none. */
export async function initializedBackend(module: string): Promise<InitializedBackend | undefined> {
  const content = await readRunFile(module, path.join(module, '.terraform', 'terraform.tfstate'));
  return initializedSchema.safeParse(parseJson(content?.toString() ?? '{}')).data?.backend;
}

/**
 * Throws `backend_refused` when the backend is not the one that Slipway has configured. An override file
 * of the module can replace that one, and the state would be lost.
 */
export function refuseOverriddenBackend(found: InitializedBackend | undefined): void {
  if (found?.type === 'http' && Object.values(found.config).every((value) => value === null)) {
    return;
  }
  throw refused(
    'A file of the module overrides the backend for its state, which Slipway keeps. Remove the override.',
  );
}

/**
 * Throws `backend_refused` when the backend is not allowed, or keeps its state in a directory that is gone
 * after the run: the run directory, or one that exists only in the sandbox.
 *
 * @param directories where the engine can write files that remain; undefined if anywhere
 */
export function checkOwnBackend(
  { type, config }: InitializedBackend,
  allowed: AllowedBackends,
  directories: readonly string[] | undefined,
) {
  if (!allowed.includes(type)) {
    throw refused(
      `The backend ${type} is not allowed. Use one of ${allowed.join(', ')}, or have it allowed (SLIPWAY_DEPLOYMENT_BACKENDS).`,
    );
  }
  const file = config['path'];
  if (type === 'local' && !(typeof file === 'string' && path.isAbsolute(file))) {
    throw refused(
      'The backend local needs an absolute path, because run directories are temporary.',
    );
  }
  const isIn = (directory: string) =>
    !path.relative(directory, String(file)).startsWith('..') && String(file) !== directory;
  if (type === 'local' && directories?.some(isIn) === false) {
    throw refused(
      `The backend local needs a path in a directory that engines can write from their sandbox. Have the directory of ${String(file)} allowed (SLIPWAY_DEPLOYMENT_DIRECTORIES).`,
    );
  }
}

/**
 * Remembers the backend of a deployment, and throws `backend_refused` when it differs from the one
 * before: the engine would leave the old state behind and create every resource again. A preview
 * remembers nothing.
 *
 * @param own the module's own backend; undefined if Slipway keeps the state
 */
export async function pinBackend(
  blobs: BlobStore,
  keys: Pick<DeploymentKeys, 'backend' | 'state'>,
  own: InitializedBackend | undefined,
  isPreview: boolean,
): Promise<void> {
  const before = await pinnedBackend(blobs, keys);
  const now = own && { type: own.type, config: digestOf(own.config) };
  if (before === undefined) {
    if (now === undefined) return;
    if (managedObjects(await blobs.get(keys.state)) !== 0) throw moved('Slipway', now.type);
    if (!isPreview) await blobs.put(keys.backend, Buffer.from(JSON.stringify(now)));
    return;
  }
  if (before.type === now?.type && before.config === now.config) return;
  throw moved(
    `the backend ${before.type}`,
    now === undefined ? 'Slipway' : `another ${now.type} backend`,
  );
}

function digestOf(config: InitializedBackend['config']): string {
  const set = Object.entries(config).filter(([, value]) => value !== null);
  return createHash('sha256')
    .update(JSON.stringify(set.toSorted(([a], [b]) => (a < b ? -1 : 1))))
    .digest('hex');
}

/** An own backend has its own commands for its states. */
export function stateNotAdopted(type: string): EngineError {
  return refused(
    `The module keeps its state in the backend ${type}, so Slipway cannot replace it. Push the state there, for example with "tofu state push", or remove the backend block from the module.`,
  );
}

function moved(from: string, to: string): EngineError {
  return refused(
    `The state of this deployment is in ${from}, but the module wants it in ${to}. Destroy the deployment first, or restore the module's earlier backend.`,
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
