import type { components } from '../../client/openapi.ts';
import type { Args } from '../commands/shared/command.ts';
import { UsageError } from '../exit.ts';
import { given, parsePairs, parseValues } from '../input/flags.ts';
import { formatAge } from '../output/time.ts';
import { isSpec, type Spec } from '../input/spec.ts';
import type { Session } from '../session/session.ts';
import { STATUS_COLUMN } from '../output/table.ts';
import type { Collection } from './collection.ts';
import { CREATE_FLAGS, UPDATE_FLAGS, type FLAGS } from './deployment-flags.ts';

type Deployment = components['schemas']['Deployment'];
type Request = components['schemas']['CreateDeploymentRequest'];

function optionsOf(args: Args<typeof FLAGS>): Spec {
  return given({
    variables: args.var && parseValues('var', args.var),
    secrets: args.secret && parsePairs('secret', args.secret),
    environment: args.environment && parsePairs('environment', args.environment),
    credentials: args.credential && parsePairs('credential', args.credential),
    engine: args.engine,
    confirm: args.confirm,
    onFailure: args['on-failure'],
    targets: args.target,
    excludes: args.exclude,
    deletionProtection: args['deletion-protection'],
    onPush: args['on-push'],
    onPullRequest: args['on-pull-request'],
    forgeToken: args['forge-token'],
    displayName: args['display-name'],
  });
}

function sourceOf(args: Args<typeof FLAGS>): Spec {
  const git = given({ url: args.git, ref: args.ref, path: args.path });
  const hasGit = Object.keys(git).length > 0;
  if (hasGit && args.dir !== undefined) {
    throw new UsageError(
      '--dir and --git name two sources. Use one, and --ref and --path only with --git.',
    );
  }
  const source = given({
    git: hasGit ? git : undefined,
    workingDirectory: args['working-directory'],
  });
  return Object.keys(source).length === 0 ? {} : { source };
}

/** Uploads the directory, so that the body can refer to it. */
async function withDirectory(
  body: Spec,
  { dir }: Pick<Args<typeof FLAGS>, 'dir'>,
  session: Session,
): Promise<Spec> {
  if (dir === undefined) return body;
  const source = isSpec(body['source']) ? body['source'] : {};
  const other = ['files', 'archive', 'git'].find((field) => field in source);
  if (other !== undefined) {
    throw new UsageError(
      `The file has source.${other}, and --dir names another source. Remove one.`,
    );
  }
  const { uploadModule } = await import('../module/upload-module.ts');
  return { ...body, source: { ...source, archive: await uploadModule(session, dir) } };
}

/** Uploads the state, too. */
async function withUploads(
  body: Spec,
  args: Args<typeof CREATE_FLAGS>,
  session: Session,
): Promise<Spec> {
  const complete = await withDirectory(body, args, session);
  if (args.state === undefined) return complete;
  const { uploadStateFile } = await import('../module/upload-state-file.ts');
  return { ...complete, state: { file: await uploadStateFile(session, args.state) } };
}

/** True if the body has a source. The server checks everything else. */
function hasSource<Body extends Spec>(body: Body): body is Body & Pick<Request, 'source'> {
  return isSpec(body['source']);
}

export const deployments: Collection<Deployment, typeof CREATE_FLAGS, typeof UPDATE_FLAGS> = {
  name: 'deployments',
  singular: 'deployment',
  placeless: true,
  columns: [
    { title: 'NAME', of: ({ name }) => name, cut: true },
    STATUS_COLUMN,
    { title: 'ENGINE', of: ({ spec }) => spec.engine },
    { title: 'CONFIRM', of: ({ spec }) => spec.confirm },
    { title: 'FILES', of: ({ spec }) => String(spec.source.files.length), align: 'right' },
    { title: 'AGE', of: ({ createdAt }) => formatAge(createdAt, Date.now()), align: 'right' },
    { title: 'OPERATION', of: ({ operationId }) => operationId, wide: true },
  ],
  fieldsOf: ({ spec, withheldOutputs }) => ({
    engine: spec.engine,
    confirm: spec.confirm,
    files: spec.source.files.join(', '),
    repository: spec.source.git?.url,
    ref: spec.source.git?.ref,
    commit: spec.source.git?.commit,
    onPush: spec.onPush,
    onPullRequest: spec.onPullRequest,
    forgeToken: spec.forgeToken,
    variables: Object.keys(spec.variables).join(', '),
    withheldOutputs: withheldOutputs?.join(', '),
  }),
  create: {
    flags: CREATE_FLAGS,
    specOf: (args) => ({ ...optionsOf(args), ...sourceOf(args) }),
    complete: withUploads,
    examples: [
      ['deployments create web --dir infra', 'the module in infra/'],
      [
        'deployments create web --dir infra --confirm manual',
        'shows the plan and asks for confirmation',
      ],
      [
        'deployments create web --dir infra --var size=4 --var \'zones=["a","b"]\'',
        'with variables',
      ],
      [
        'deployments create web --git https://github.com/acme/infra.git --ref main --path web',
        'a folder of a git repository',
      ],
      ['deployments create web --dir infra --state web.tfstate', 'adopts what exists'],
      ['deployments create -f deployment.yaml', 'from a file'],
    ],
  },
  createOne(api, body) {
    if (!hasSource(body)) {
      throw new UsageError(
        'The deployment needs a module: --dir DIR, --git URL, or source in a file.',
      );
    }
    return api.POST('/deployments', { body });
  },
  list: (api, query) => api.GET('/deployments', { params: { query } }),
  get: (api, deploymentId) =>
    api.GET('/deployments/{deploymentId}', { params: { path: { deploymentId } } }),
  remove: (api, deploymentId) =>
    api.DELETE('/deployments/{deploymentId}', { params: { path: { deploymentId } } }),
  update: {
    flags: UPDATE_FLAGS,
    specOf: (args) => ({
      ...optionsOf(args),
      ...sourceOf(args),
      ...given({ replace: args.replace, refreshOnly: args['refresh-only'] }),
    }),
    hashed: 'source',
    complete: withDirectory,
    send: (api, deploymentId, body, etag) =>
      api.PATCH('/deployments/{deploymentId}', {
        params: {
          path: { deploymentId },
          ...(etag !== undefined && { header: { 'If-Match': etag } }),
        },
        headers: { 'Content-Type': 'application/merge-patch+json' },
        body,
      }),
    examples: [
      ['deployments update web --dir infra', 'the current files of the directory'],
      ['deployments update web --var size=8', 'a new value of a variable'],
      ["deployments update web --replace 'random_id.id'", 'a new resource in its place'],
      ['deployments update web --refresh-only', 'only records what others have changed'],
      ['deployments update web -f patch.yaml', 'a merge patch: null removes'],
    ],
  },
};
