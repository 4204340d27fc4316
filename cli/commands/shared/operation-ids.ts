/** Operations as commands name them. */
import type { NameSource } from './command.ts';

export const ID = {
  id: { type: 'string', demandOption: true, describe: 'Of the operation' },
} as const;

export const recentOperations: NameSource = async ({ api }) => {
  const { data } = await api.GET('/operations', { params: { query: { limit: '20' } } });
  return data?.items.map(({ id }) => id) ?? [];
};

/** Those whose plans wait to be confirmed or discarded. */
export const awaitingConfirmation: NameSource = async ({ api }) => {
  const query = { status: 'running', operation: 'apply_deployment' };
  const { data } = await api.GET('/operations', { params: { query } });
  const items = data?.items ?? [];
  return items
    .filter(({ progress }) => progress.stage === 'awaiting_confirmation')
    .map(({ id }) => id);
};
