import { expect, test } from 'vitest';
import { cutText } from '../../../contract/cut-text.ts';

test.each([
  ['short', 5, 'short'],
  ['longer', 5, 'long…'],
])('%s in %d characters', (text, max, cut) => {
  expect(cutText(text, max)).toBe(cut);
});
