/** Splits responses into pages. moto returns all items at once. */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelOf } from '../model/models.ts';
import { answerSchema, type Answer, type Call } from './call.ts';
import { pagedList, pageOf, withoutPaging } from './paged-lists.ts';

/**
 * Every list that AWS pages comes in pages of two, so that a caller that reads only the first one loses items. Lists
 * with more than a thousand items have AWS's own size.
 */
const PAGE_SIZE = 2;
const LARGE_PAGE_SIZES: Readonly<Record<string, number>> = {
  DescribeInstanceTypes: 100,
  DescribeInstanceTypeOfferings: 1000,
};
/** These responses are large and slow, and they never change. */
const CONSTANT = /^DescribeInstanceType/;

/**
 * Creates the splitting of responses into pages, with a cache for the responses that never change.
 *
 * @param folder the directory of the cache, which all sandboxes share
 */
export function createPages(folder: string, modelOf: ModelOf) {
  const constants = new Map<string, Promise<Answer>>();

  /** The cached response, or a new one, which is then cached. */
  async function cached(key: string, make: () => Promise<Answer>): Promise<Answer> {
    const name = `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.json`;
    const file = path.join(folder, name);
    const before = await readFile(file, 'utf8').catch(() => undefined);
    if (before !== undefined) return answerSchema.parse(JSON.parse(before));
    const answer = await make();
    if (answer.status === 200) {
      const draft = `${file}.${process.pid}`;
      await writeFile(draft, JSON.stringify(answer));
      await rename(draft, file);
    }
    return answer;
  }

  return async function paged(
    call: Call,
    getAll: (call: Call) => Promise<Answer>,
  ): Promise<Answer> {
    const model = modelOf(call);
    const list = model && pagedList(model, call.action);
    if (list === undefined || isInventory(call)) return getAll(call);
    const { token, size, rest } = withoutPaging(call, list);
    const isConstant = CONSTANT.test(call.action);
    const key = `${call.region} ${rest.body}`;
    const make = () => getAll(rest);
    const response = isConstant ? (constants.get(key) ?? cached(key, make)) : make();
    if (isConstant) constants.set(key, response);
    const answer = await response;
    if (answer.status >= 300) return answer;
    const most = LARGE_PAGE_SIZES[call.action] ?? PAGE_SIZE;
    const limit = Math.min(size ?? most, most);
    const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
    const nextToken = Buffer.from(String(from + limit)).toString('base64url');
    return pageOf(answer, list, { from, limit, nextToken });
  };
}

/** The tests' own lists, which are not under test. */
function isInventory({ headers }: Call): boolean {
  return headers['user-agent']?.includes('app/inventory') ?? false;
}
