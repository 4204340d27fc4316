/** What Slipway needs of a forge: GitHub, GitLab, or an own server of either. */
import type { CommitReport } from '../contract/temporal/repository-events.ts';

export interface PullRequest {
  isOpen: boolean;
  /** The commits come from another repository, whose owner may be anyone. */
  isFork: boolean;
  /** The branch into which it is to be merged. */
  base: string;
  /** The latest commit. */
  commit: string;
}

/** Every method throws a ForgeError. Each may be repeated. */
export interface Forge {
  pullRequest(number: number): Promise<PullRequest>;
  /** The folders of the changed files; the root is ''. Resolves to undefined if the forge does not list all files. */
  changedFolders(number: number): Promise<string[] | undefined>;
  /** Shows a status at a commit. `name` tells the statuses of several deployments apart. */
  setStatus(commit: string, name: string, report: CommitReport): Promise<void>;
  /**
   * Writes a comment below a pull request, or replaces the one with the same marker. Resolves to its URL.
   *
   * @param marker a text that nobody can guess
   */
  putComment(number: number, marker: string, text: string): Promise<string | undefined>;
}

/** A request to a forge that failed. The message has no secret. */
export class ForgeError extends Error {
  override readonly name = 'ForgeError';
  /** The same request may succeed later. */
  readonly retryable: boolean;
  /** How long to wait before that, in milliseconds, if the forge says it. */
  readonly retryAfterMs: number | undefined;
  readonly status: number | undefined;

  constructor(
    message: string,
    more: {
      retryable: boolean;
      retryAfterMs?: number | undefined;
      status?: number;
      cause?: unknown;
    },
  ) {
    super(message, { cause: more.cause });
    this.retryable = more.retryable;
    this.retryAfterMs = more.retryAfterMs;
    this.status = more.status;
  }
}

/** Hides the marker from readers, and finds the comment again. */
export function markedText(marker: string, text: string): string {
  return `<!-- ${marker} -->\n${text}`;
}

export function isMarked(marker: string, text: string): boolean {
  return text.startsWith(`<!-- ${marker} -->`);
}

/** Returns the folders of files, or undefined if there are too many files to know all of them. */
export function foldersOf(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => file.slice(0, Math.max(0, file.lastIndexOf('/')))))];
}
