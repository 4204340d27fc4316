/** https://docs.github.com/rest, also for an own server (GitHub Enterprise). */
import * as z from 'zod';
import type { CommitState } from '../contract/temporal/repository-events.ts';
import { foldersOf, ForgeError, isMarked, markedText, type Forge } from './forge.ts';
import type { ForgeHttp } from './http.ts';

export const GITHUB_HEADERS = { 'x-github-api-version': '2022-11-28' };
const PAGE = 100;
/** A pull request with more comments gets a new one. */
const MAX_COMMENT_PAGES = 20;
/** GitHub lists at most 3,000 files. */
const MAX_FILE_PAGES = 10;
const MAX_DESCRIPTION = 140;
const NAME = /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9_.-]+\/(?!\.{1,2}$)[A-Za-z0-9_.-]+$/;

/** What GitHub calls the states. It has none for a canceled run. */
const STATES: Record<CommitState, string> = {
  pending: 'pending',
  success: 'success',
  failure: 'failure',
  canceled: 'error',
};

const pullRequestSchema = z.object({
  state: z.string(),
  head: z.object({
    sha: z.string(),
    // A fork that was deleted is null.
    repo: z.object({ full_name: z.string() }).nullable(),
  }),
  base: z.object({ ref: z.string(), repo: z.object({ full_name: z.string() }) }),
});
const filesSchema = z.array(
  z.object({ filename: z.string(), previous_filename: z.string().optional() }),
);
const commentSchema = z.object({
  id: z.int(),
  body: z.string().nullish(),
  html_url: z.string(),
});

/** @param repository its name, for example `acme/infra` */
export function createGithub(http: ForgeHttp, repository: string): Forge {
  if (!NAME.test(repository)) {
    throw new ForgeError(`${JSON.stringify(repository)} is not the name of a repository`, {
      retryable: false,
    });
  }
  const root = `/repos/${repository}`;

  async function findComment(number: number, marker: string): Promise<number | undefined> {
    for (let page = 1; page <= MAX_COMMENT_PAGES; page++) {
      const path = `${root}/issues/${number}/comments?per_page=${PAGE}&page=${page}`;
      const comments = await http.send('GET', path, z.array(commentSchema));
      // The oldest one: others may have copied its text.
      const found = comments.find(({ body }) => isMarked(marker, body ?? ''));
      if (found !== undefined) return found.id;
      if (comments.length < PAGE) return undefined;
    }
    return undefined;
  }

  return {
    async pullRequest(number) {
      const { state, head, base } = await http.send(
        'GET',
        `${root}/pulls/${number}`,
        pullRequestSchema,
      );
      return {
        isOpen: state === 'open',
        isFork: head.repo?.full_name !== base.repo.full_name,
        base: base.ref,
        commit: head.sha,
      };
    },

    async changedFolders(number) {
      const files: string[] = [];
      for (let page = 1; page <= MAX_FILE_PAGES; page++) {
        const path = `${root}/pulls/${number}/files?per_page=${PAGE}&page=${page}`;
        const listed = await http.send('GET', path, filesSchema);
        for (const { filename, previous_filename: before } of listed) {
          files.push(filename, ...(before === undefined ? [] : [before]));
        }
        if (listed.length < PAGE) return foldersOf(files);
      }
      return undefined;
    },

    async setStatus(commit, name, { state, description, url }) {
      await http.send('POST', `${root}/statuses/${encodeURIComponent(commit)}`, z.unknown(), {
        state: STATES[state],
        context: name,
        description: description.slice(0, MAX_DESCRIPTION),
        ...(url !== undefined && { target_url: url }),
      });
    },

    async putComment(number, marker, text) {
      const id = await findComment(number, marker);
      const body = { body: markedText(marker, text) };
      const { html_url: url } =
        id === undefined
          ? await http.send('POST', `${root}/issues/${number}/comments`, commentSchema, body)
          : await http.send('PATCH', `${root}/issues/comments/${id}`, commentSchema, body);
      return url;
    },
  };
}
