/** https://docs.github.com/webhooks: what GitHub sends, also from an own server (GitHub Enterprise). */
import { isUtf8 } from 'node:buffer';
import { verify } from '@octokit/webhooks-methods';
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

/** GitHub lists at most this many commits of a push. */
const MAX_COMMITS = 2048;

const repositorySchema = z
  .object({
    clone_url: urlSchema,
    ssh_url: urlSchema,
    full_name: pathSchema,
    default_branch: branchSchema,
  })
  .transform(({ clone_url, ssh_url, full_name: path, default_branch: defaultBranch }, context) => {
    const repository = repositoryOf([clone_url, ssh_url], { path, defaultBranch });
    if (repository !== undefined) return repository;
    context.addIssue({ code: 'custom', path: ['clone_url'], message: 'is no URL' });
    return z.NEVER;
  });

const pushSchema = z.object({
  ref: refSchema,
  after: commitSchema,
  commits: commitsSchema,
  repository: repositorySchema,
});

const pullRequestSchema = z.object({
  action: z.string(),
  number: numberSchema,
  changes: z.object({ base: z.unknown() }).partial().optional(),
  repository: repositorySchema,
});

/** The actions after which a pull request may have another plan. */
const PLANNED_ACTIONS: ReadonlySet<string> = new Set(['opened', 'reopened', 'synchronize']);

export const githubWebhooks: ForgeWebhooks = {
  async isAuthentic(headers, body, secrets) {
    const signature = headerOf(headers, 'x-hub-signature-256');
    // The signature is over bytes. Bytes that are not UTF-8 would change on the way into a text.
    if (!signature || body.length === 0 || !isUtf8(body)) return false;
    const text = body.toString();
    const matches = await Promise.all(secrets.map((secret) => verify(secret, text, signature)));
    return matches.includes(true);
  },

  deliveryId: (headers) => headerOf(headers, 'x-github-delivery'),

  read(headers, payload) {
    const name = headerOf(headers, 'x-github-event') ?? '';
    switch (name) {
      case 'ping':
        return { ignored: 'The webhook works.' };
      case 'push':
        return readPush(parse(pushSchema, payload));
      case 'pull_request':
        return readPullRequest(parse(pullRequestSchema, payload));
      default:
        return { ignored: 'Only pushes and pull requests are used.' };
    }
  },
};

function readPush({ repository, ...push }: z.infer<typeof pushSchema>): Received {
  return pushOf(repository, { ...push, isComplete: push.commits.length < MAX_COMMITS });
}

function readPullRequest(request: z.infer<typeof pullRequestSchema>): Received {
  const { action, number, changes, repository } = request;
  const hasOtherBase = action === 'edited' && changes?.base !== undefined;
  if (!PLANNED_ACTIONS.has(action) && !hasOtherBase) {
    return { ignored: 'The commits of the pull request are the same as before.' };
  }
  return { repository, event: { kind: 'pull_request', number } };
}
