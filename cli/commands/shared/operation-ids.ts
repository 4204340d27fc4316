/** The argument that names an operation, and its completion. */
import type { NameSource } from './command.ts';

export const ID = {
  id: { type: 'string', demandOption: true, describe: 'Id of the operation' },
} as const;

/** Returns the ids of the latest operations. */
export const recentOperations: NameSource = async ({ api }) => {
  const { data } = await api.GET('/operations', { params: { query: { limit: '20' } } });
  return data?.items.map(({ id }) => id) ?? [];
};

/** Returns the ids of operations whose plan waits for confirmation. */
export const awaitingConfirmation: NameSource = async ({ api }) => {
  const query = { status: 'running', operation: 'apply_deployment,destroy_deployment' };
  const { data } = await api.GET('/operations', { params: { query } });
  const items = data?.items ?? [];
  return items
    .filter(({ progress }) => progress.stage === 'awaiting_confirmation')
    .map(({ id }) => id);
};
