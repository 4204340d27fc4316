/** Prints operations and their results as tables. */
import type { components } from '../../../client/openapi.ts';
import type { ListedOperation, Operation } from '../../../client/types.ts';
import { RESOURCE_KINDS } from '../../../contract/vocabulary.ts';
import { formatFields, printItem, printList, shownOutputs } from '../../output/print.ts';
import { STATUS_COLUMN, type Column } from '../../output/table.ts';
import { formatAge, formatDuration } from '../../output/time.ts';
import type { Session } from '../../session/session.ts';

type InstanceType = components['schemas']['InstanceType'];

export const OPERATION_COLUMNS: readonly Column<ListedOperation>[] = [
  { title: 'ID', of: ({ id }) => id },
  { title: 'OPERATION', of: ({ operation }) => operation, cut: true },
  // The operation says the kind of resource.
  { title: 'RESOURCE', of: ({ resourceId }) => resourceId, cut: true },
  STATUS_COLUMN,
  { title: 'STAGE', of: ({ progress }) => progress.stage, wide: true },
  { title: 'DONE', of: doneOf, align: 'right' },
  { title: 'AGE', of: ({ createdAt }) => formatAge(createdAt, Date.now()), align: 'right' },
  { title: 'MEMBER', of: ({ memberId }) => memberId, wide: true },
];

function operationFields(operation: ListedOperation): Record<string, string | undefined> {
  const { id, status, progress, error, createdAt, completedAt, retryOf } = operation;
  return {
    id,
    operation: operation.operation,
    resource: resourceOf(operation),
    status,
    stage: progress.stage,
    message: progress.message,
    commit: progress.commit,
    resources: doneOf(operation),
    error: error && `${error.code}: ${error.message}`,
    createdAt,
    completedAt,
    took: completedAt && formatDuration(Date.parse(completedAt) - Date.parse(createdAt)),
    retryOf,
    temporal: operation.links.temporalUi,
  };
}

const INSTANCE_COLUMNS: readonly Column<InstanceType>[] = [
  { title: 'TYPE', of: ({ instanceType }) => instanceType },
  { title: 'VCPUS', of: ({ vCpus }) => String(vCpus), align: 'right' },
  { title: 'MEMORY', of: ({ memoryMiB }) => `${memoryMiB / 1024} GiB`, align: 'right' },
  { title: 'GPUS', of: ({ gpuCount }) => String(gpuCount), align: 'right' },
  { title: 'PODS', of: ({ maxPods }) => String(maxPods), align: 'right' },
  { title: 'ARCHITECTURE', of: ({ architecture }) => architecture },
  { title: 'GROUP', of: ({ group }) => group },
];

/** Prints the result of an operation that has ended. */
export async function printOutcome(session: Session, operation: Operation): Promise<void> {
  const { io, output } = session;
  const { result } = operation;
  if (operation.operation === 'discover_instance_types' && result?.items !== undefined) {
    const list = {
      items: result.items,
      columns: INSTANCE_COLUMNS,
      nameOf: ({ instanceType }: InstanceType) => instanceType,
      none: 'No instance type matches.',
    };
    // JSON and YAML print the whole operation, because the metadata belong to the result.
    if (output === 'table' || output === 'name') return printList(session, list);
  }
  if (output === 'table') {
    if (result?.outputs !== undefined) {
      const kubernetes = result.kubernetes?.message;
      io.stdout.write(formatFields(io, { ...shownOutputs(result.outputs), kubernetes }));
    }
    return;
  }
  await printOperation({ io, output }, operation);
}

export async function printOperation(
  session: Pick<Session, 'io' | 'output'>,
  operation: Operation,
  output = session.output,
): Promise<void> {
  await printItem(session.io, output, operation, ({ id }) => id, operationFields);
}

function resourceOf({ resourceType, resourceId }: ListedOperation): string {
  return `${RESOURCE_KINDS[resourceType].collection}/${resourceId}`;
}

/** Of an operation that was rolled back, the numbers count what was undone, so they would say the opposite. */
function doneOf({ status, progress: { stage, summary } }: ListedOperation): string | undefined {
  const { total, succeeded, unchanged } = summary;
  const isUndone = stage === 'rolling_back' || status === 'failed' || status === 'canceled';
  return total === 0 || isUndone ? undefined : `${succeeded + unchanged}/${total}`;
}
