/** Finds names of resources by a part of them. */
import type { Client } from '@temporalio/client';
import { isResourceMemo } from '../../contract/guards.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { Principal } from '../temporal/calls.ts';
import { readAll } from './sorted.ts';
import { anyEntityStore } from './visibility.ts';
import type { Window } from './windows.ts';

/** The maximum number of names in the filter of one list. */
const MAX_NAMES = 200;

/**
 * Returns the names of all resources that contain this part, also of deleted ones. Throws `invalid_query`
 * when there are too many.
 */
export async function namesWith(
  client: Client,
  principal: Principal,
  part: string,
  range: Window,
): Promise<string[]> {
  const infos = await readAll(anyEntityStore(client, principal), range, '/resourceName');
  const names = new Set(infos.flatMap(({ memo }) => (isResourceMemo(memo) ? memo.record.id : [])));
  const found = [...names].filter((name) => name.includes(part)).toSorted();
  if (found.length <= MAX_NAMES) return found;
  const detail = `is a part of ${found.length} names; give more of the name, so that it is a part of at most ${MAX_NAMES}`;
  throw new RequestError('invalid_query', `The parameter resourceName ${detail}.`, {
    faults: [{ pointer: '/resourceName', detail }],
  });
}
