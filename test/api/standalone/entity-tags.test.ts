/** Which tags of `If-Match` name the current state. */
import type { Request } from 'express';
import { expect, test } from 'vitest';
import { contentTag, ifMatchPredicate } from '../../../api/http/conditional-requests.ts';

const BODY = '{"id":"demo"}';
const tag = contentTag(BODY);
const opaque = tag.slice(1, -1);

function matches(header: string | undefined): boolean | undefined {
  return ifMatchPredicate({ get: () => header } as unknown as Request)?.(BODY);
}

test.each([
  tag,
  '*',
  `"other", ${tag}`,
  `W/${tag}`,
  `"${opaque}-gzip"`,
  `W/"${opaque}-br"`,
  `"${opaque};gzip"`,
])('matches: %s', (header) => {
  expect(matches(header)).toBe(true);
});

test.each([
  '',
  '"other"',
  'W/"other"',
  opaque,
  `"${opaque}-other"`,
  `"${opaque.slice(1)}"`,
  contentTag(`${BODY} `),
])('does not match: %s', (header) => {
  expect(matches(header)).toBe(false);
});

test('without the header there is nothing to match', () => {
  expect(matches(undefined)).toBeUndefined();
});
