/** The commands of the service for deployments that follow a git repository, in the process of the worker. */
import type { SourceCommands, SourceRequest } from '../activities/webhooks/source-commands.ts';
import type { Deployment } from '../contract/resources/deployment.ts';
import type { ResourceRecord } from '../contract/resources/schemas.ts';
import { RequestError } from '../contract/problems/problem-codes.ts';
import type { Operations } from '../operations/index.ts';

const PAGE = 100;
/** The limit on a speculative plan, with the time that it waits for one of the slots for engines. */
const MAX_PREVIEW_MS = 50 * 60_000;

type Commands = Pick<Operations, 'list' | 'resource' | 'update' | 'refreshSource' | 'readAfresh'>;

/** @param publicUrl the URL of the API; undefined if it has none that browsers reach */
export function sourceCommands(commands: Commands, publicUrl: string | undefined): SourceCommands {
  // Reading needs no member.
  const reader = (organizationId: string) => ({ organizationId, memberId: 'webhook' });
  return {
    async deployments(organizationId) {
      const found: Deployment[] = [];
      let marker: string | undefined;
      do {
        const query = { limit: PAGE, ...(marker !== undefined && { marker }) };
        const page = await commands.list.resources(reader(organizationId), 'deployment', query);
        found.push(...page.items.filter(isDeployment));
        ({ marker } = page);
      } while (marker !== undefined);
      return found;
    },

    async deployment(organizationId, name) {
      try {
        return await commands.resource(reader(organizationId), 'deployment', name);
      } catch (error) {
        if (error instanceof RequestError && error.code === 'not_found') return undefined;
        throw error;
      }
    },

    async preview(request, commit) {
      const patch = { source: { git: { ref: commit } } };
      const options = { validateOnly: true, maxPreviewMs: MAX_PREVIEW_MS };
      const member = memberOf(request);
      const admitted = await commands.update(member, 'deployment', request.name, patch, options);
      if ('preview' in admitted) return admitted.preview;
      throw new Error(`the preview of ${request.name} was started as an operation`);
    },

    async refresh(request, key) {
      const path = `/deployments/${request.name}:refreshSource`;
      const keyed = { key, method: 'POST', path, query: {} };
      const admitted = await commands.refreshSource(memberOf(request), request.name, { keyed });
      if ('preview' in admitted) throw new Error(`the refresh of ${request.name} was a preview`);
      return admitted.read.operation;
    },

    async operation(request, operationId) {
      return (await commands.readAfresh(memberOf(request), operationId)).operation;
    },

    pageOf: (operationId) =>
      publicUrl === undefined ? undefined : `${publicUrl}/ui/operations/${operationId}`,
  };
}

/** A forge acts as a member with its name. */
function memberOf({ organizationId, forge }: SourceRequest): {
  organizationId: string;
  memberId: string;
} {
  return { organizationId, memberId: forge };
}

function isDeployment(record: ResourceRecord): record is Deployment {
  return 'source' in record.spec;
}
