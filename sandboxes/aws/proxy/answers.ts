/** Builds and parses responses in the protocols of the AWS services. */
import { randomUUID } from 'node:crypto';
import type { Answer, Call } from './call.ts';

export function jsonAnswer(body: object, status = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() },
    body: JSON.stringify(body),
  };
}

/** An error response in the protocol of the call's service. */
export function errorAnswer(
  call: Call,
  code: string,
  message: string,
  status = 400,
  more: object = {},
): Answer {
  const requestId = randomUUID();
  if (call.service === 'ec2') {
    return xml(
      status,
      requestId,
      `<Response><Errors><Error><Code>${code}</Code><Message>${escape(message)}</Message></Error></Errors><RequestID>${requestId}</RequestID></Response>`,
    );
  }
  if (Object.keys(call.params).length > 0) {
    return xml(
      status,
      requestId,
      `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escape(message)}</Message></Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
    );
  }
  return {
    status,
    headers: {
      'content-type': 'application/json',
      'x-amzn-errortype': code,
      'x-amzn-requestid': requestId,
    },
    body: JSON.stringify({ __type: code, message, ...more }),
  };
}

/** The codes with which services refuse calls that a policy does not allow. */
const DENIALS: Readonly<Record<string, string>> = {
  ec2: 'UnauthorizedOperation',
  elasticloadbalancing: 'AccessDenied',
  iam: 'AccessDenied',
  sts: 'AccessDenied',
};

/** The answer to a call that the policies of its principal do not allow. */
export function denialAnswer(call: Call, message: string): Answer {
  return errorAnswer(call, DENIALS[call.service] ?? 'AccessDeniedException', message, 403);
}

function xml(status: number, requestId: string, body: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId },
    body: `<?xml version="1.0" encoding="UTF-8"?>${body}`,
  };
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The items of a set in an XML response, and the text before and after them. */
export interface XmlSet {
  before: string;
  items: string[];
  after: string;
}

/**
 * Splits a response at the items of a set, for example `vpcSet`. Items may contain sets, too.
 *
 * @param element the name of an item's element: `item` in EC2, `member` elsewhere
 * @returns undefined if the response has no such set
 */
export function xmlSet(
  body: string,
  name: string,
  element: 'item' | 'member' = 'item',
): XmlSet | undefined {
  const open = body.indexOf(`<${name}>`);
  if (open === -1) return undefined;
  const start = open + name.length + 2;
  const items: string[] = [];
  let depth = 0;
  let itemStart = start;
  let end = start;
  const tags = new RegExp(`<(/?)${element}>|</([A-Za-z]+)>`, 'g');
  tags.lastIndex = start;
  for (let tag = tags.exec(body); tag !== null; tag = tags.exec(body)) {
    if (depth === 0 && tag[2] === name) {
      end = tag.index;
      break;
    }
    if (tag[2] !== undefined) continue;
    if (tag[1] === '') {
      if (depth === 0) itemStart = tag.index;
      depth += 1;
    } else {
      depth -= 1;
      if (depth === 0) items.push(body.slice(itemStart, tags.lastIndex));
    }
  }
  return { before: body.slice(0, start), items, after: body.slice(end) };
}

/** The text of the first element with this name. */
export function xmlText(body: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<]*)</${name}>`).exec(body)?.[1];
}

/** The texts of all elements with this name. */
export function xmlTexts(body: string, name: string): string[] {
  return [...body.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(
    ([, text = '']) => text,
  );
}
