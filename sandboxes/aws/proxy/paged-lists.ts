/** Cuts one page out of the answer to a list, in the protocol of its service. */
import * as z from 'zod';
import type { Model } from '../model/models.ts';
import { xmlSet } from './answers.ts';
import type { Answer, Call } from './call.ts';

/** A list that AWS pages, with the names of its parts in requests and answers. */
export interface PagedList {
  protocol: string;
  /** In the request. */
  inputToken: string;
  limit?: string;
  /** In the answer. */
  outputToken: string;
  items: string;
  more?: string;
}

const bodySchema = z.record(z.string(), z.unknown());

/** @returns undefined if the operation is not a paged list */
export function pagedList(model: Model, action: string): PagedList | undefined {
  const pages = model.pagination[action];
  const output = model.shapes[model.operations[action]?.output?.shape ?? ''];
  if (pages === undefined || output === undefined) return undefined;
  const { input_token, output_token, result_key, limit_key, more_results } = pages;
  // No list that Slipway reads has several tokens or results.
  if (Array.isArray(input_token) || Array.isArray(output_token)) return undefined;
  const member = Array.isArray(result_key) ? undefined : output.members[result_key];
  if (member === undefined || Array.isArray(result_key)) return undefined;
  const wire = (name: string) => output.members[name]?.locationName ?? name;
  return {
    protocol: model.metadata.protocol,
    inputToken: input_token,
    outputToken: wire(output_token),
    items: wire(result_key),
    ...(limit_key !== undefined && { limit: limit_key }),
    ...(more_results !== undefined && { more: more_results }),
  };
}

/** The call for the whole list, with the token and the size of the page that was asked for. */
export function withoutPaging(
  call: Call,
  { protocol, inputToken, limit = '' }: PagedList,
): { token: string | undefined; size: number | undefined; rest: Call } {
  const sizeOf = (text: unknown) => (text === undefined ? undefined : Number(text));
  if (protocol === 'rest-json') {
    const url = new URL(call.path, 'http://localhost');
    const token = url.searchParams.get(inputToken) ?? undefined;
    const size = sizeOf(url.searchParams.get(limit) ?? undefined);
    url.searchParams.delete(inputToken);
    url.searchParams.delete(limit);
    return { token, size, rest: { ...call, path: url.pathname + url.search } };
  }
  if (protocol === 'json') {
    const { [inputToken]: token, [limit]: size, ...json } = call.json;
    const rest = { ...call, json, body: JSON.stringify(json) };
    return { token: typeof token === 'string' ? token : undefined, size: sizeOf(size), rest };
  }
  const { [inputToken]: token, [limit]: size, ...params } = call.params;
  const body = new URLSearchParams(params).toString();
  return { token, size: sizeOf(size), rest: { ...call, params, body } };
}

/** @param page the index of its first item, its size, and the token for the next page */
export function pageOf(
  answer: Answer,
  list: PagedList,
  page: { from: number; limit: number; nextToken: string },
): Answer {
  const { from, limit, nextToken } = page;
  const end = from + limit;
  if (list.protocol.endsWith('json')) {
    const body = bodySchema.parse(JSON.parse(answer.body));
    const items = body[list.items];
    if (!Array.isArray(items)) return answer;
    const { [list.outputToken]: _token, ...rest } = body;
    const paged = {
      ...rest,
      [list.items]: items.slice(from, end),
      ...(end < items.length && { [list.outputToken]: nextToken }),
    };
    return { ...answer, body: JSON.stringify(paged) };
  }
  const set = xmlSet(answer.body, list.items, list.protocol === 'ec2' ? 'item' : 'member');
  if (set === undefined) return answer;
  const isLast = end >= set.items.length;
  const token = isLast ? '' : `<${list.outputToken}>${nextToken}</${list.outputToken}>`;
  const closing = `</${list.items}>`;
  const after = set.after.replace(closing, closing + token);
  const body = set.before + set.items.slice(from, end).join('') + after;
  const { more } = list;
  return {
    ...answer,
    body:
      more === undefined
        ? body
        : body.replace(new RegExp(`<${more}>\\w+</${more}>`), `<${more}>${!isLast}</${more}>`),
  };
}
