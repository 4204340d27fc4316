import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { parseCommand, usage } from '../../../bench/arguments.ts';
import { measured, plain, ratio } from '../../../bench/figures/figure.ts';
import type { PartResult, Results } from '../../../bench/report/results.ts';
import { readResults, writeResults } from '../../../bench/report/results.ts';
import { amount, resultsTable, withTable } from '../../../bench/report/table.ts';
import { runCommand } from '../../../tools/verify/command.ts';

const root = path.resolve(import.meta.dirname, '../../..');

function part(figures: PartResult['figures'], failed?: string): PartResult {
  return {
    date: '2026-11-25T04:00:00.000Z',
    machine: { cpu: 'Some CPU', cores: 2 },
    versions: { 'Node.js': '20.20.0' },
    seconds: 10,
    figures,
    ...(failed !== undefined && { failed }),
  };
}

const RESULTS: Results = {
  parts: {
    polls: part([
      ratio(
        'polls of one | running operation',
        measured('Slipway', '/s', [9000, 8000, 10_000]),
        measured('bare Express', '/s', [10_000, 10_000, 10_000]),
        { atLeast: 0.95 },
      ),
    ]),
    'start-up': part([plain('until ready', measured('Slipway', 's', [6.512]), { atMost: 10 })]),
    peers: part([], 'the registry is away'),
  },
};

describe('the table', () => {
  const table = resultsTable(RESULTS);

  test('has a row for each figure, with its spread, both sides and its goal', () => {
    const cells = table
      .split('\n')
      .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
      .map((row) => row.filter((cell) => cell !== ''));
    expect(cells).toContainEqual([
      'polls',
      String.raw`polls of one \| running operation`,
      '0.9 x',
      '0.8 x to 1 x',
      'Slipway 9,000/s, bare Express 10,000/s',
      'at least 0.95 x',
      '**no**',
    ]);
    expect(cells).toContainEqual(['start-up', 'until ready', '6.51 s', 'at most 10 s', 'yes']);
    expect(table).toContain('not measured: the registry is away');
  });

  test('names machine, versions and day once for all parts that share them', () => {
    const said =
      'Measured 2026-11-25, 2 cores of Some CPU, Node.js 20.20.0: polls, start-up, peers.';
    expect(table.split(said)).toHaveLength(2);
  });

  test('replaces the text between the markers, and the formatter does not change it', async () => {
    const page = 'Before.\n\n<!-- bench: begin -->\n\nold\n\n<!-- bench: end -->\n\nAfter.\n';
    const written = withTable(withTable(page, 'other'), table);
    expect(written).toContain(table);
    expect(written).not.toMatch(/old|other/);
    expect(written.startsWith('Before.')).toBe(true);
    expect(written.endsWith('After.\n')).toBe(true);
    expect(() => withTable('no markers', table)).toThrow('bench: begin');

    const folder = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
    try {
      await writeFile(path.join(folder, 'page.md'), written);
      const oxfmt = path.join(root, 'node_modules', '.bin', 'oxfmt');
      const { output, ok } = await runCommand([oxfmt, '--check', 'page.md'], {
        cwd: folder,
        timeoutMs: 30_000,
      });
      expect({ output, ok }).toMatchObject({ ok: true });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

test.each([
  [1.234, 'x', '1.23 x'],
  [12_345.6, '/s', '12,346/s'],
  [0.5, 's', '0.5 s'],
  [45.67, 'ms', '45.7 ms'],
] as const)('%d of %s is written %s', (value, unit, text) => {
  expect(amount(value, unit)).toBe(text);
});

test('results are stored by part, in the order of the parts, without unknown parts', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'slipway-bench-'));
  const file = path.join(folder, 'results.json');
  try {
    expect(readResults(file)).toEqual({ parts: {} });
    writeResults(file, RESULTS, ['start-up', 'polls', 'never']);
    const { parts } = readResults(file);
    expect(Object.keys(parts)).toEqual(['start-up', 'polls']);
    expect(parts['polls']).toEqual(RESULTS.parts['polls']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('the command', () => {
  const known = ['polls', 'submit', 'scale'];

  test('runs all parts, or the named ones in their order', () => {
    expect(parseCommand([], known)).toMatchObject({ kind: 'run', parts: known, full: false });
    expect(parseCommand(['scale', 'polls', '--full'], known)).toMatchObject({
      parts: ['polls', 'scale'],
      full: true,
    });
  });

  test('refuses unknown parts and options, and has a help text', () => {
    expect(parseCommand(['pols'], known)).toMatchObject({
      kind: 'unusable',
      message: 'There is no part "pols".',
    });
    expect(parseCommand(['--fast'], known)).toMatchObject({ kind: 'unusable' });
    expect(parseCommand(['-h'], known)).toEqual({ kind: 'help' });
    const polls = { subject: 'reading operations', limitSeconds: 90, run: async () => [] };
    expect(usage({ polls })).toMatch(/polls +reading operations \(at most 2 min\)/);
  });
});
