import type { Collection, Resource, UpdateSupport } from '../collections/collection.ts';
import { UnsafeError, UsageError } from '../exit.ts';
import { createStyle } from '../io.ts';
import { readSpec } from '../input/read-spec.ts';
import { isSpec, type Spec } from '../input/spec.ts';
import type { Session } from '../session/session.ts';
import { runOperation, VALIDATE_FLAG, WAIT_FLAGS } from './shared/run-operation.ts';
import { FILE_FLAG, NAME, namesIn } from './shared/shared-flags.ts';
import { command, type Flags, type Command } from './shared/command.ts';

/**
 * Returns the update command of a collection. It sends a merge patch from the file and the flags. If the patch
 * depends on the current resource, the server refuses it when the resource has changed in the meantime.
 */
export function updateCommand<Item extends Resource, C extends Flags, U extends Flags>(
  { singular, get, list }: Collection<Item, C, U>,
  { flags, specOf, flagOf, complete, examples, hashed, send, ...support }: UpdateSupport<Item, U>,
): Command {
  return command({
    command: 'update <name>',
    describe: `Change a ${singular}`,
    positionals: NAME,
    completes: namesIn(list),
    flags: { ...flags, ...FILE_FLAG, ...WAIT_FLAGS, ...VALIDATE_FLAG },
    examples,
    async run(args, io) {
      const { spec, origin } = await readSpec(io, args.file, specOf(args));
      let patch = forResource(args.name, spec);
      const submit = async (session: Session) => {
        const { dataOf, slipway, output } = session;
        if (complete !== undefined) patch = await complete(patch, args, session);
        const showsDiff =
          hashed !== undefined && args['validate-only'] === true && output === 'table';
        const needsCurrent = support.needsCurrent?.(args) === true;
        if (!needsCurrent && !showsDiff) {
          rejectEmpty(patch);
          return dataOf(send(slipway.api, args.name, patch));
        }
        const answer = get(slipway.api, args.name);
        const current = await dataOf(answer);
        const etag = (await answer).response.headers.get('ETag') ?? undefined;
        if (needsCurrent && etag === undefined) throw new UnsafeError(UNGUARDED);
        if (needsCurrent) patch = { ...patch, ...support.withCurrent?.(args, current, patch) };
        rejectEmpty(patch);
        const planned = await dataOf(send(slipway.api, args.name, patch, etag));
        if (showsDiff) {
          const { mergePatch, specDiff } = await import('../output/spec-diff.ts');
          const style = createStyle(io, io.stdout);
          const before = without(hashed, current.spec);
          const lines = await specDiff(before, mergePatch(before, without(hashed, patch)), style);
          for (const line of lines) io.stdout.writeLine(line);
        }
        return planned;
      };
      const flagOfField = (path: readonly string[]) => flagOf?.(args, patch, path);
      return runOperation(io, args, submit, { origin: { ...origin, flagOf: flagOfField } });
    },
  });
}

/** Without the tag, the patch would undo what another member has changed in the meantime. */
const UNGUARDED = `The answer has no ETag, so this change could overwrite a change of somebody else. Nothing was changed.
A proxy seems to remove the header. Let it pass, or send the whole new value with -f.`;

/** The name is fixed, and a file that names another resource was written for that one. */
function forResource(resource: string, { name = resource, ...patch }: Spec): Spec {
  if (name === resource) return patch;
  throw new UsageError(`The file is for ${JSON.stringify(name)}, not for "${resource}".`);
}

function without(field: string | undefined, spec: unknown): unknown {
  if (field === undefined || !isSpec(spec)) return spec;
  const { [field]: _field, ...rest } = spec;
  return rest;
}

function rejectEmpty(patch: Spec): void {
  if (Object.keys(patch).length > 0) return;
  throw new UsageError(
    'There is nothing to change. Name the changes with flags or in a file (-f).',
  );
}
