/** https://docs.gitlab.com/api/rest/, also for an own server. */
import * as z from 'zod';
import type { CommitState } from '../contract/temporal/repository-events.ts';
import { foldersOf, ForgeError, isMarked, markedText, type Forge } from './forge.ts';
import type { ForgeHttp } from './http.ts';

const PAGE = 100;
/** A merge request with more comments gets a new one. */
const MAX_NOTE_PAGES = 20;
const MAX_DIFF_PAGES = 10;
const MAX_DESCRIPTION = 255;
/** GitLab refuses a status that a commit has already. */
const SAME_STATUS = /Cannot transition status/i;

const STATES: Record<CommitState, string> = {
  pending: 'running',
  success: 'success',
  failure: 'failed',
  canceled: 'canceled',
};

const mergeRequestSchema = z.object({
  state: z.string(),
  sha: z.string(),
  target_branch: z.string(),
  source_project_id: z.int().nullable(),
  target_project_id: z.int(),
  web_url: z.string().optional(),
});
const diffsSchema = z.array(z.object({ old_path: z.string(), new_path: z.string() }));
const noteSchema = z.object({ id: z.int(), body: z.string() });

/** @param repository its path, for example `acme/platform/infra` */
export function createGitlab(http: ForgeHttp, repository: string): Forge {
  const root = `/projects/${encodeURIComponent(repository)}`;

  async function findNote(number: number, marker: string): Promise<number | undefined> {
    for (let page = 1; page <= MAX_NOTE_PAGES; page++) {
      // The oldest one comes first: others may have copied its text.
      const order = 'order_by=created_at&sort=asc';
      const path = `${root}/merge_requests/${number}/notes?${order}&per_page=${PAGE}&page=${page}`;
      const notes = await http.send('GET', path, z.array(noteSchema));
      const found = notes.find(({ body }) => isMarked(marker, body));
      if (found !== undefined) return found.id;
      if (notes.length < PAGE) return undefined;
    }
    return undefined;
  }

  return {
    async pullRequest(number) {
      const path = `${root}/merge_requests/${number}`;
      const request = await http.send('GET', path, mergeRequestSchema);
      return {
        isOpen: request.state === 'opened',
        isFork: request.source_project_id !== request.target_project_id,
        base: request.target_branch,
        commit: request.sha,
      };
    },

    async changedFolders(number) {
      const files: string[] = [];
      for (let page = 1; page <= MAX_DIFF_PAGES; page++) {
        const path = `${root}/merge_requests/${number}/diffs?per_page=${PAGE}&page=${page}`;
        const diffs = await http.send('GET', path, diffsSchema);
        files.push(...diffs.flatMap(({ old_path, new_path }) => [old_path, new_path]));
        if (diffs.length < PAGE) return foldersOf(files);
      }
      return undefined;
    },

    async setStatus(commit, name, { state, description, url }) {
      const path = `${root}/statuses/${encodeURIComponent(commit)}`;
      const body = {
        state: STATES[state],
        name,
        description: description.slice(0, MAX_DESCRIPTION),
        ...(url !== undefined && { target_url: url }),
      };
      try {
        await http.send('POST', path, z.unknown(), body);
      } catch (error) {
        const isSame =
          error instanceof ForgeError && error.status === 400 && SAME_STATUS.test(error.message);
        if (!isSame) throw error;
      }
    },

    async putComment(number, marker, text) {
      const merge = `${root}/merge_requests/${number}`;
      const id = await findNote(number, marker);
      const body = { body: markedText(marker, text) };
      const note =
        id === undefined
          ? await http.send('POST', `${merge}/notes`, noteSchema, body)
          : await http.send('PUT', `${merge}/notes/${id}`, noteSchema, body);
      const { web_url: page } = await http.send('GET', merge, mergeRequestSchema);
      return page === undefined ? undefined : `${page}#note_${note.id}`;
    },
  };
}
