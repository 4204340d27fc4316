/**
 * What a forge (GitHub or GitLab) says about a repository, and the messages of the workflow that reacts to it. One
 * workflow works on all events of one branch, or of one pull request, in the order in which they arrive.
 * Everything here is stored in Temporal's history.
 */
import type { Timings } from './timings.ts';

export const FORGES = ['github', 'gitlab'] as const;
export type ForgeName = (typeof FORGES)[number];

export interface Repository {
  /** Identify the repository, whatever the form of its URL: see `repositoryKey`. One for each URL that it has. */
  keys: string[];
  /** The host of the forge, with its port if there is one. */
  host: string;
  /** The name of the repository at the forge, for example `acme/infra`. */
  path: string;
  defaultBranch: string;
}

export interface PushEvent {
  kind: 'push';
  branch: string;
  commit: string;
  /** The folders of the changed files; the root is ''. Absent if the forge did not list all files. */
  folders?: string[];
}

/** GitLab calls it a merge request. */
export interface PullRequestEvent {
  kind: 'pull_request';
  number: number;
}

export type RepositoryEvent = PushEvent | PullRequestEvent;

/** One event, with the id that the forge gives to its delivery. A repeated delivery has the same id. */
export interface Delivery<Event extends RepositoryEvent = RepositoryEvent> {
  id: string;
  event: Event;
}

/** The input of the workflow. `waiting` and `seen` are from the earlier run, after a continue-as-new. */
export interface RepositoryEventsInput {
  organizationId: string;
  forge: ForgeName;
  repository: Repository;
  timings: Timings;
  waiting?: Delivery;
  seen?: string[];
}

/** The commit status that a forge shows. */
export type CommitState = 'pending' | 'success' | 'failure' | 'canceled';

export interface CommitReport {
  state: CommitState;
  /** One sentence. */
  description: string;
  /** The page that the status leads to. */
  url?: string;
}
