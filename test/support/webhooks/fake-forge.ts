/**
 * A forge on loopback. It answers what Slipway asks of GitHub and GitLab, and refuses every request that the published
 * descriptions of their APIs do not have. `github-api.json` is an excerpt of the package @octokit/openapi 23.0.2, and
 * `gitlab-api.json` has the parameters from GitLab's REST documentation.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { Ajv } from 'ajv';
import * as z from 'zod';
import type { ForgeName } from '../../../contract/temporal/repository-events.ts';

const apiSchema = z.record(
  z.string(),
  z.object({
    status: z.int(),
    query: z.array(z.string()),
    body: z.looseObject({}).optional(),
  }),
);
type Api = z.infer<typeof apiSchema>;

function readApi(forge: ForgeName): Api {
  const file = path.join(import.meta.dirname, `${forge}-api.json`);
  return apiSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

export interface FakePull {
  commit: string;
  base: string;
  isOpen?: boolean;
  isFork?: boolean;
  files?: string[];
}

export interface FakeForge {
  /** The URL of its API. */
  url: string;
  /** Its statuses, in the order in which they came: `commit context state: description`. */
  statuses: string[];
  statusUrls: (string | undefined)[];
  comments: { id: number; body: string }[];
  pulls: Map<number, FakePull>;
  /** What was sent without the right token, or against the description. Empty if all is well. */
  faults: string[];
  /** All requests, without their query. */
  requests: string[];
  /** Answers in place of the next requests. */
  next: { status: number; headers?: Record<string, string>; body?: string }[];
  close(): Promise<void>;
}

export async function startFakeForge(forge: ForgeName, token: string): Promise<FakeForge> {
  const api = readApi(forge);
  const ajv = new Ajv({ strict: false });
  const fake: FakeForge = {
    url: '',
    statuses: [],
    statusUrls: [],
    comments: [],
    pulls: new Map(),
    faults: [],
    requests: [],
    next: [],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  const server = createServer((request, response) => {
    void serve(request, response);
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    const [target = '', query] = url.split('?');
    const body = await text(request);
    fake.requests.push(`${method} ${target}`);
    const planned = fake.next.shift();
    if (planned !== undefined) {
      response.writeHead(planned.status, planned.headers).end(planned.body ?? '{}');
      return;
    }
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end(JSON.stringify({ message: 'Bad credentials' }));
      return;
    }
    const known = findOperation(api, method, target);
    const fault =
      known === undefined ? 'is no operation' : faultOf(ajv, api[known.name], query, body);
    if (known === undefined || fault !== undefined) {
      fake.faults.push(`${method} ${url}: ${fault}`);
      response.writeHead(404).end(JSON.stringify({ message: 'Not Found' }));
      return;
    }
    const sent = (body === '' ? {} : JSON.parse(body)) as Record<string, string>;
    const page = Number(new URLSearchParams(query).get('page') ?? 1);
    const answer = ANSWERS[forge](fake, known, sent, page);
    response.writeHead(api[known.name]?.status ?? 500).end(JSON.stringify(answer));
  }

  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}

interface Known {
  name: string;
  parts: string[];
}

function findOperation(api: Api, method: string, target: string): Known | undefined {
  for (const name of Object.keys(api)) {
    const [verb = '', template = ''] = name.split(' ');
    const pattern = template.replaceAll(/\{\w+\}/g, '([^/]+)');
    const found = new RegExp(`^${pattern}$`).exec(target);
    if (verb === method && found) return { name, parts: found.slice(1).map(decodeURIComponent) };
  }
  return undefined;
}

function faultOf(
  ajv: Ajv,
  operation: Api[string] | undefined,
  query: string | undefined,
  body: string,
): string | undefined {
  const unknown = [...new URLSearchParams(query).keys()].filter(
    (name) => operation?.query.includes(name) !== true,
  );
  if (unknown.length > 0) return `has unknown parameters: ${unknown.join(', ')}`;
  if (operation?.body === undefined) return body === '' ? undefined : 'has a body';
  const isValid = ajv.compile(operation.body);
  return isValid(JSON.parse(body)) ? undefined : ajv.errorsText(isValid.errors);
}

const PAGE = 100;

function pageOf<Item>(items: readonly Item[], page: number): Item[] {
  return items.slice((page - 1) * PAGE, page * PAGE);
}

function pullOf(fake: FakeForge, number: string | undefined): FakePull {
  const pull = fake.pulls.get(Number(number));
  if (pull === undefined) throw new Error(`the test has no pull request ${number}`);
  return pull;
}

function putComment(
  fake: FakeForge,
  id: number,
  body: string | undefined,
): { id: number; body: string } {
  const found = fake.comments.find((comment) => comment.id === id);
  const comment = found ?? { id, body: '' };
  comment.body = body ?? '';
  if (found === undefined) fake.comments.push(comment);
  return comment;
}

type Answer = (
  fake: FakeForge,
  known: Known,
  sent: Record<string, string>,
  page: number,
) => unknown;

const githubAnswer: Answer = (fake, { name, parts }, sent, page) => {
  const withUrl = (comment: { id: number; body: string }) => ({
    ...comment,
    html_url: `https://github.example/acme/infra/pull/1#issuecomment-${comment.id}`,
  });
  switch (name) {
    case 'POST /repos/{owner}/{repo}/statuses/{sha}':
      fake.statuses.push(`${parts[2]} ${sent['context']} ${sent['state']}: ${sent['description']}`);
      fake.statusUrls.push(sent['target_url']);
      return {};
    case 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments':
      return pageOf(fake.comments, page).map(withUrl);
    case 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments':
      return withUrl(putComment(fake, fake.comments.length + 1, sent['body']));
    case 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}':
      return withUrl(putComment(fake, Number(parts[2]), sent['body']));
    case 'GET /repos/{owner}/{repo}/pulls/{pull_number}': {
      const { commit, base, isOpen = true, isFork = false } = pullOf(fake, parts[2]);
      const repository = `${parts[0]}/${parts[1]}`;
      return {
        state: isOpen ? 'open' : 'closed',
        head: { sha: commit, repo: { full_name: isFork ? 'stranger/infra' : repository } },
        base: { ref: base, repo: { full_name: repository } },
      };
    }
    default:
      return pageOf(pullOf(fake, parts[2]).files ?? [], page).map((filename) => ({ filename }));
  }
};

const gitlabAnswer: Answer = (fake, { name, parts }, sent, page) => {
  switch (name) {
    case 'POST /projects/{id}/statuses/{sha}':
      fake.statuses.push(`${parts[1]} ${sent['name']} ${sent['state']}: ${sent['description']}`);
      fake.statusUrls.push(sent['target_url']);
      return {};
    case 'GET /projects/{id}/merge_requests/{iid}': {
      const { commit, base, isOpen = true, isFork = false } = pullOf(fake, parts[1]);
      return {
        state: isOpen ? 'opened' : 'merged',
        sha: commit,
        target_branch: base,
        source_project_id: isFork ? 2 : 1,
        target_project_id: 1,
        web_url: `https://gitlab.example/${parts[0]}/-/merge_requests/${parts[1]}`,
      };
    }
    case 'GET /projects/{id}/merge_requests/{iid}/diffs':
      return pageOf(pullOf(fake, parts[1]).files ?? [], page).map((file) => ({
        old_path: file,
        new_path: file,
      }));
    case 'GET /projects/{id}/merge_requests/{iid}/notes':
      return pageOf(fake.comments, page);
    case 'POST /projects/{id}/merge_requests/{iid}/notes':
      return putComment(fake, fake.comments.length + 1, sent['body']);
    default:
      return putComment(fake, Number(parts[2]), sent['body']);
  }
};

const ANSWERS: Record<ForgeName, Answer> = { github: githubAnswer, gitlab: gitlabAnswer };
