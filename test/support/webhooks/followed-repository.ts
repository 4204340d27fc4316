/** A repository on this machine that deployments follow, and a forge on loopback that says what happens to it. */
import { createHmac } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SHARED } from '../deployments/deployment.ts';
import { gitRepositories, type GitRepositories } from '../deployments/git-repositories.ts';
import { eventually } from '../eventually.ts';
import type { Env, Stack } from '../stack/stack.ts';
import { startFakeForge, type FakeForge } from './fake-forge.ts';

export const FORGE_TOKEN = 'the-token-of-the-forge';
export const WEBHOOK_SECRET = 'the-secret-of-the-webhook';
const HOST = 'forge.example';
const TIMEOUT = { timeoutMs: 60_000 };

export interface FollowedRepository {
  repositories: GitRepositories;
  /** The body of a request that creates a deployment which follows the repository. */
  deployment(more: object): object;
  /** Resolves when the webhook is accepted. */
  deliver(event: string, payload: object, id: string): Promise<void>;
  /** Resolves when a commit has shown a status of this deployment that begins like this. */
  shows(commit: string, name: string, status: string): Promise<void>;
}

/** The forge, and the settings of a stack that uses it. */
export async function startForge(): Promise<{ forge: FakeForge; env: Env }> {
  const forge = await startFakeForge('github', FORGE_TOKEN);
  return {
    forge,
    env: {
      // The sandbox reaches no server on loopback, but the shared directory.
      SLIPWAY_GIT_PROTOCOLS: 'https,file',
      SLIPWAY_FORGE_APIS: `${HOST}=${forge.url}`,
    },
  };
}

/** Prepares the stack for webhooks of a repository of this name. */
export function followRepository(stack: Stack, forge: FakeForge, name: string): FollowedRepository {
  const { organizationId, dataDirectory } = stack;
  writeSecret(path.join(dataDirectory, 'webhooks', organizationId), 'github', WEBHOOK_SECRET);
  writeSecret(path.join(dataDirectory, 'secrets', organizationId), 'forge', FORGE_TOKEN);
  const repositories = gitRepositories(SHARED);
  const url = `file://${repositories.directory(name)}`;
  const repository = {
    clone_url: `https://${HOST}/acme/${name}.git`,
    ssh_url: url,
    full_name: `acme/${name}`,
    default_branch: 'main',
  };
  return {
    repositories,
    deployment: (more) => ({
      source: { git: { url, path: 'prod' } },
      forgeToken: 'forge',
      ...more,
    }),
    async deliver(event, payload, id) {
      const body = Buffer.from(JSON.stringify({ ...payload, repository }));
      const signature = createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex');
      const headers = {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': id,
        'x-hub-signature-256': `sha256=${signature}`,
      };
      const answer = await stack.api.send('POST', '/webhooks/github', { body, headers });
      const { status } = answer.body as { status: string };
      if (status !== 'accepted') throw new Error(`delivery ${id} was answered with ${status}`);
    },
    async shows(commit, deployment, status) {
      const line = `${commit} slipway/${organizationId}/${deployment} ${status}`;
      await eventually(() => forge.statuses.some((shown) => shown.startsWith(line)), TIMEOUT);
    },
  };
}

/** A module in the folder `prod`. */
export function moduleWith(value: string): Record<string, string> {
  return {
    'prod/main.tf': `
      resource "terraform_data" "it" { input = "${value}" }
      output "it" { value = terraform_data.it.output }
    `,
  };
}

function writeSecret(directory: string, name: string, text: string): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  writeFileSync(path.join(directory, name), text);
}
