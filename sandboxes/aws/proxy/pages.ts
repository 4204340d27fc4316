/** Pages for the answers that moto gives as a whole. */
import { createHash } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { xmlSet } from './answers.ts';
import { answerSchema, type Answer, type Call } from './call.ts';

/** The set of each paged action of EC2, and the most items that AWS puts into one page of it. */
const PAGED: Readonly<Record<string, { set: string; most: number }>> = {
  DescribeInstanceTypes: { set: 'instanceTypeSet', most: 100 },
  DescribeInstanceTypeOfferings: { set: 'instanceTypeOfferingSet', most: 1000 },
  DescribeSubnets: { set: 'subnetSet', most: 1000 },
  DescribeTags: { set: 'tagSet', most: 1000 },
  DescribeNetworkInterfaces: { set: 'networkInterfaceSet', most: 1000 },
};
/** Whole answers are large and made slowly; they do not change. */
const CONSTANT = /^DescribeInstanceType/;

/** @param folder keeps what does not change, so that moto makes it once and not for each sandbox */
export function createPages(folder: string) {
  const kept = new Map<string, Promise<Answer>>();

  /** From the last time, or made now. */
  async function constant(key: string, make: () => Promise<Answer>): Promise<Answer> {
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

  return async function paged(call: Call, whole: (call: Call) => Promise<Answer>): Promise<Answer> {
    const page = PAGED[call.action];
    if (page === undefined) return whole(call);
    const { NextToken: token, MaxResults: size, ...params } = call.params;
    const body = new URLSearchParams(params).toString();
    const key = `${call.region} ${body}`;
    const make = () => whole({ ...call, params, body });
    const isConstant = CONSTANT.test(call.action);
    const asked = isConstant ? (kept.get(key) ?? constant(key, make)) : make();
    if (isConstant) kept.set(key, asked);
    const answer = await asked;
    const set = xmlSet(answer.body, page.set);
    if (set === undefined) return answer;
    const most = Math.min(Number(size ?? page.most), page.most);
    const from = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
    const items = set.items.slice(from, from + most);
    const next = from + most;
    const mark =
      next < set.items.length
        ? `<nextToken>${Buffer.from(String(next)).toString('base64url')}</nextToken>`
        : '';
    const after = set.after.replace(`</${page.set}>`, `</${page.set}>${mark}`);
    return { ...answer, body: set.before + items.join('') + after };
  };
}
