/** Secrets that a program writes in pieces. The mask of a whole line is that of every other text. */
import { describe, expect, test } from 'vitest';
import { formsOfSecrets, redactor } from '../../../deployments/engine/redaction.ts';
import { createLineMask } from '../../../deployments/log/secret-lines.ts';

const SECRETS = ['hunter2-and-more', 'line one of it\nline two of it', 'sécr€t"x'];

function masked(...lines: string[]): string[] {
  return lines.map(createLineMask(formsOfSecrets(SECRETS)));
}

test.each([
  'password: hunter2-and-more, again hunter2-and-more',
  `hex ${Buffer.from('hunter2-and-more').toString('hex')}`,
  'line one of it',
  'nothing of the kind',
  JSON.stringify({ password: 'sécr€t"x' }),
])('%s is masked as anywhere else', (line) => {
  expect(masked(line)).toEqual([redactor(SECRETS)(line)]);
});

describe('a secret in pieces', () => {
  test.each([
    [
      ['is hunter2-', 'and-more.'],
      ['is [redacted]', '[redacted].'],
    ],
    [
      ['hunter2', '-and', '-more!'],
      ['[redacted]', '[redacted]', '[redacted]!'],
    ],
    [
      ['ends with line one o', 'f it, and'],
      ['ends with [redacted]', '[redacted], and'],
    ],
    [
      ['x line one of it', 'line two of it y'],
      ['x [redacted]', '[redacted] y'],
    ],
  ])('%j', (lines, expected) => {
    expect(masked(...lines)).toEqual(expected);
  });

  test('is never shown, wherever it is cut', () => {
    for (const secret of ['hunter2-and-more', 'sécr€t"x']) {
      for (let first = 1; first < secret.length; first += 1) {
        for (let second = first; second < secret.length; second += 1) {
          const pieces = [
            `a ${secret.slice(0, first)}`,
            secret.slice(first, second),
            `${secret.slice(second)} b`,
          ].filter((piece) => piece !== '');
          const shown = masked(...pieces)
            .join('')
            .replaceAll('[redacted]', '');
          // Fewer characters than this at the end of a line are no beginning of a secret.
          expect(shown.replace(/^a /, '').replace(/ b$/, '').length).toBeLessThan(4);
        }
      }
    }
  });
});

test('another line after the beginning of a secret stays as it is', () => {
  expect(masked('hunter2-', 'and nothing more')).toEqual(['[redacted]', 'and nothing more']);
});

test('without secrets, nothing is masked', () => {
  expect(createLineMask([])('anything')).toBe('anything');
});
