import { expect, test } from 'vitest';
import { wholeList } from '../../../providers/aws/client/whole-lists.ts';

const PAGES: Readonly<Record<string, object>> = {
  '2': { Vpcs: ['c'], Others: ['x'], NextToken: '3' },
  '3': { Vpcs: ['d'], NextToken: '' },
};

test('a list is read to its end, and its answer has no token', async () => {
  const asked: object[] = [];
  const whole = await wholeList(
    { Vpcs: ['a', 'b'], NextToken: '2', $metadata: {} },
    async (fields) => {
      asked.push(fields);
      return PAGES[fields['NextToken'] ?? ''] ?? {};
    },
  );
  expect(whole).toMatchObject({ Vpcs: ['a', 'b', 'c', 'd'], Others: ['x'] });
  expect(asked).toEqual([{ NextToken: '2' }, { NextToken: '3' }]);
});

test.each([
  [{ NextMarker: 'm' }, { Marker: 'm' }],
  [{ Marker: 'm' }, { Marker: 'm' }],
  [{ nextToken: 'm' }, { nextToken: 'm' }],
])('the token of %j is sent as %j', async (token, sent) => {
  const asked: object[] = [];
  await wholeList({ Items: [], ...token }, async (fields) => {
    asked.push(fields);
    return { Items: [1] };
  });
  expect(asked).toEqual([sent]);
});

test('an answer without pages stays as it is', async () => {
  const answer = { cluster: { name: 'demo' } };
  const more = async () => {
    throw new Error('asked for another page');
  };
  expect(await wholeList(answer, more)).toEqual(answer);
});

test('a list without an end is an error', async () => {
  const endless = wholeList({ NextToken: 'again' }, async () => ({
    NextToken: 'again',
  }));
  await expect(endless).rejects.toThrow('more than 5000 pages');
});
