/** Splits responses into pages. moto returns all items at once. */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { xmlSet } from './answers.ts';
import { answerSchema, type Answer, type Call } from './call.ts';

/** The paged actions of EC2: the set with the items, and AWS's maximum page size. */
const PAGED: Readonly<Record<string, { set: string; maxItems: number }>> = {
  DescribeInstanceTypes: { set: 'instanceTypeSet', maxItems: 100 },
  DescribeInstanceTypeOfferings: { set: 'instanceTypeOfferingSet', maxItems: 1000 },
  DescribeSubnets: { set: 'subnetSet', maxItems: 1000 },
  DescribeTags: { set: 'tagSet', maxItems: 1000 },
  DescribeNetworkInterfaces: { set: 'networkInterfaceSet', maxItems: 1000 },
};
/** These responses are large and slow, and they never change. */
const CONSTANT = /^DescribeInstanceType/;

/**
 * Creates the splitting of responses into pages, with a cache for the responses that never change.
 *
 * @param folder the directory of the cache, which all sandboxes share
 */
export function createPages(folder: string) {
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
    const page = PAGED[call.action];
    if (page === undefined) return getAll(call);
    const { NextToken: token, MaxResults: size, ...params } = call.params;
    const body = new URLSearchParams(params).toString();
    const key = `${call.region} ${body}`;
    const make = () => getAll({ ...call, params, body });
    const isConstant = CONSTANT.test(call.action);
    const response = isConstant ? (constants.get(key) ?? cached(key, make)) : make();
    if (isConstant) constants.set(key, response);
    const answer = await response;
    const set = xmlSet(answer.body, page.set);
    if (set === undefined) return answer;
    const limit = Math.min(Number(size ?? page.maxItems), page.maxItems);
    const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
    const items = set.items.slice(from, from + limit);
    const next = from + limit;
    const tokenElement =
      next < set.items.length
        ? `<nextToken>${Buffer.from(String(next)).toString('base64url')}</nextToken>`
        : '';
    const after = set.after.replace(`</${page.set}>`, `</${page.set}>${tokenElement}`);
    return { ...answer, body: set.before + items.join('') + after };
  };
}
