/** The argument that names an operation, and its completion. */
import type { Session } from '../../session/session.ts';
import { UsageError } from '../../exit.ts';
import type { NameSource } from '../shared/command.ts';

const LATEST = 'latest';

export const ID = {
  id: { type: 'string', demandOption: true, describe: 'Id of the operation' },
} as const;

/**
 * For commands that only read. Another member may have started the newest operation, so a command that decides over
 * an operation needs its id.
 */
export const ID_OR_LATEST = {
  id: { ...ID.id, describe: 'Id of the operation; latest is the newest one' },
} as const;

/**
 * Returns the id that the argument names: `latest` is the newest operation of the organization.
 *
 * @throws UsageError when there is no operation
 */
export async function resolveId({ dataOf, slipway }: Session, id: string): Promise<string> {
  if (id !== LATEST) return id;
  const query = { limit: '1' };
  const { items } = await dataOf(slipway.api.GET('/operations', { params: { query } }));
  const [newest] = items;
  if (newest === undefined) throw new UsageError('There is no operation yet.');
  return newest.id;
}

/** Returns the ids of the latest operations. */
export const recentOperations: NameSource = async ({ api }) => {
  const { data } = await api.GET('/operations', { params: { query: { limit: '20' } } });
  return data?.items.map(({ id }) => id) ?? [];
};

/** Returns the ids of the latest operations that have failed or were canceled. */
export const retryableOperations: NameSource = async ({ api }) => {
  const query = { status: 'failed,canceled', limit: '20' };
  const { data } = await api.GET('/operations', { params: { query } });
  return data?.items.filter(({ links }) => links.retry !== undefined).map(({ id }) => id) ?? [];
};

/** Returns the ids of operations whose plan waits for confirmation. */
export const awaitingConfirmation: NameSource = async ({ api }) => {
  const query = { status: 'awaiting_confirmation' };
  const { data } = await api.GET('/operations', { params: { query } });
  return data?.items.map(({ id }) => id) ?? [];
};
