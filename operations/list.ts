/** Lists, from Temporal's visibility store; needs no worker, and may lag a moment behind. */
import type { Client, WorkflowExecutionInfo } from '@temporalio/client';
import {
  OPERATION_WORKFLOWS,
  RESOURCE_WORKFLOW,
  SEARCH_ATTRIBUTES,
  type ResourceRecord,
} from '../contract/durable.ts';
import { isOperationMemo } from '../contract/guards.ts';
import type { Operation } from '../contract/operation.ts';
import { entityOf, recordView, type StoredType } from './resources.ts';
import { withDeadline, type Principal } from './temporal.ts';
import { operationView, type Places } from './view.ts';

/** Temporal's own order is by running and close time, so a page is cut after sorting. */
const MOST_SORTED = 1_000;

export interface Lister {
  operations(principal: Principal, limit: number): Promise<Operation[]>;
  resources(principal: Principal, type: StoredType, limit: number): Promise<ResourceRecord[]>;
}

export function createLister({ client, places }: { client: Client; places: Places }): Lister {
  async function newest<T>(
    query: string,
    limit: number,
    view: (info: WorkflowExecutionInfo) => T | undefined,
  ): Promise<T[]> {
    const found = await withDeadline(client, async () => {
      const infos: WorkflowExecutionInfo[] = [];
      for await (const info of client.workflow.list({ query, pageSize: 200 })) {
        infos.push(info);
        if (infos.length >= MOST_SORTED) break;
      }
      return infos;
    });
    return found
      .toSorted(
        (a, b) =>
          b.startTime.getTime() - a.startTime.getTime() || (a.workflowId < b.workflowId ? 1 : -1),
      )
      .flatMap((info) => view(info) ?? [])
      .slice(0, limit);
  }

  return {
    operations: (principal, limit) =>
      newest(
        `${inOrganization(principal)} AND WorkflowType IN (${Object.values(OPERATION_WORKFLOWS).map(quoted).join(', ')})`,
        limit,
        (info) => {
          const { memo } = info;
          if (!isOperationMemo(memo)) return undefined;
          const source = { ...info, memo, cancelRequested: false };
          const {
            result: _result,
            resources: _resources,
            ...known
          } = { ...memo.state, ...memo.final };
          return operationView(source, known, places);
        },
      ),
    resources: (principal, type, limit) =>
      newest(
        `${inOrganization(principal)} AND WorkflowType = ${quoted(RESOURCE_WORKFLOW)} AND ` +
          `${SEARCH_ATTRIBUTES.resourceType} = ${quoted(type)} AND ExecutionStatus != 'Completed' AND ExecutionStatus != 'ContinuedAsNew'`,
        limit,
        (info) => {
          const entity = entityOf(info);
          return entity && recordView(entity);
        },
      ),
  };
}

function inOrganization({ organizationId }: Principal): string {
  return `${SEARCH_ATTRIBUTES.organization} = ${quoted(organizationId)}`;
}

/** A string literal of Temporal's list filter. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
