/** https://docs.gitlab.com/user/project/integrations/webhook_events/: what GitLab sends. */
import { createHash, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import { parse } from '../../contract/parse.ts';
import { headerOf, type ForgeWebhooks, type Received } from './forge-webhooks.ts';
import {
  branchSchema,
  commitSchema,
  commitsSchema,
  numberSchema,
  pathSchema,
  pushOf,
  refSchema,
  repositoryOf,
  urlSchema,
} from './payload.ts';

const projectSchema = z
  .object({
    git_http_url: urlSchema,
    git_ssh_url: urlSchema,
    path_with_namespace: pathSchema,
    default_branch: branchSchema,
  })
  .transform((project, context) => {
    const { git_http_url: http, git_ssh_url: ssh, path_with_namespace: path } = project;
    const names = { path, defaultBranch: project.default_branch };
    const repository = repositoryOf([http, ssh], names);
    if (repository !== undefined) return repository;
    context.addIssue({ code: 'custom', path: ['git_http_url'], message: 'is no URL' });
    return z.NEVER;
  });

const pushSchema = z.object({
  ref: refSchema,
  after: commitSchema,
  commits: commitsSchema,
  /** GitLab lists at most 20 commits of a push. */
  total_commits_count: z.int().min(0).default(0),
  project: projectSchema,
});

const mergeRequestSchema = z.object({
  object_attributes: z.object({
    iid: numberSchema,
    action: z.string().optional(),
    /** The commit before a push to the source branch. */
    oldrev: z.string().optional(),
  }),
  changes: z.object({ target_branch: z.unknown() }).partial().optional(),
  project: projectSchema,
});

const PLANNED_ACTIONS: ReadonlySet<string> = new Set(['open', 'reopen']);

export const gitlabWebhooks: ForgeWebhooks = {
  isAuthentic(headers, _body, secrets) {
    const token = headerOf(headers, 'x-gitlab-token');
    if (token === undefined) return Promise.resolve(false);
    // Digests have the same length, and comparing all of them takes the same time for every token.
    const given = digestOf(token);
    const matches = secrets.filter((secret) => timingSafeEqual(given, digestOf(secret)));
    return Promise.resolve(matches.length > 0);
  },

  deliveryId: (headers) =>
    // The first one is the same when GitLab repeats the delivery. Versions before 17.4 do not have it.
    headerOf(headers, 'idempotency-key') ?? headerOf(headers, 'x-gitlab-event-uuid'),

  read(headers, payload) {
    switch (headerOf(headers, 'x-gitlab-event')) {
      case 'Push Hook':
        return readPush(parse(pushSchema, payload));
      case 'Merge Request Hook':
        return readMergeRequest(parse(mergeRequestSchema, payload));
      default:
        return { ignored: 'Only pushes and merge requests are used.' };
    }
  },
};

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function readPush(push: z.infer<typeof pushSchema>): Received {
  const { project, total_commits_count: total, commits } = push;
  return pushOf(project, { ...push, isComplete: commits.length >= total });
}

function readMergeRequest(request: z.infer<typeof mergeRequestSchema>): Received {
  const { object_attributes: attributes, changes, project } = request;
  const { iid, action = '', oldrev } = attributes;
  const hasChanged =
    action === 'update' && (oldrev !== undefined || changes?.target_branch !== undefined);
  if (!PLANNED_ACTIONS.has(action) && !hasChanged) {
    return { ignored: 'The commits of the merge request are the same as before.' };
  }
  return { repository: project, event: { kind: 'pull_request', number: iid } };
}
