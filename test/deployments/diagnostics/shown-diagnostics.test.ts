/** The diagnostics that an operation carries: what the engines print, bounded and without secrets. */
import { describe, expect, test } from 'vitest';
import { diagnosticsSchema } from '../../../contract/diagnostics/diagnostic.ts';
import { NO_DIAGNOSTICS, withDiagnostics } from '../../../contract/diagnostics/diagnostics.ts';
import type { Diagnostic } from '../../../deployments/engine/messages.ts';
import { shownDiagnostics } from '../../../deployments/engine/shown-diagnostics.ts';
import { unmatchedAddresses } from '../../../deployments/plan/unmatched.ts';
import { RECORDINGS } from './recorded.ts';

const context = { redact: (text: string) => text, maskAddress: (address: string) => address };

describe.each(RECORDINGS)('the diagnostics of $engine', ({ cases }) => {
  const of = (name: string) => cases.find((recorded) => recorded.case === name)?.diagnostics ?? [];

  test('fit into an operation', () => {
    for (const { diagnostics } of cases) {
      const { items } = shownDiagnostics(diagnostics, context);
      expect(diagnosticsSchema.parse(items)).toEqual(items);
    }
  });

  test('a failed check has its file, line and snippet', () => {
    expect(shownDiagnostics(of('check'), context).items).toEqual([
      {
        severity: 'warning',
        summary: 'Check block assertion failed',
        detail: 'The service is not healthy.',
        file: 'main.tf',
        line: 6,
        snippet: '    condition     = var.name == "y"',
      },
    ]);
  });

  test('a misspelt variable is named, without the file that Slipway has written', () => {
    const { items } = shownDiagnostics(of('undeclared-value'), context);
    expect(items).toEqual([
      {
        severity: 'warning',
        summary: 'Value for undeclared variable',
        detail:
          'The root module does not declare a variable named "sise" but a value was found in the variables of the deployment. If you meant to use this value, add a "variable" block to the configuration.',
      },
    ]);
  });

  test('what is repeated is shown once', () => {
    expect(of('deprecated').length).toBeGreaterThan(1);
    expect(shownDiagnostics(of('deprecated'), context).items).toEqual([
      expect.objectContaining({ severity: 'warning', address: 'random_password.p', line: 6 }),
    ]);
  });
});

const warning = (summary: string, more: Partial<Diagnostic> = {}): Diagnostic => ({
  severity: 'warning',
  summary,
  detail: '',
  ...more,
});

test('the source of the values is never shown', () => {
  const values = warning('Invalid value', {
    range: { filename: '~slipway.auto.tfvars.json', start: { line: 1 } },
    snippet: { code: '{"password":"hunter2"}' },
  });
  expect(shownDiagnostics([values], context).items).toEqual([
    { severity: 'warning', summary: 'Invalid value' },
  ]);
});

test('how Slipway runs the engine is no warning', () => {
  const lock = warning('Incomplete lock file information for providers');
  expect(shownDiagnostics([lock], context)).toEqual(NO_DIAGNOSTICS);
});

test('secrets are masked in every text', () => {
  const { items } = shownDiagnostics(
    [
      warning('It is s3cr3t', {
        detail: 's3cr3t',
        address: 'a.b["s3cr3t"]',
        range: { filename: 's3cr3t.tf', start: { line: 1 } },
        snippet: { code: 'x = "s3cr3t"' },
      }),
    ],
    { ...context, redact: (text) => text.replaceAll('s3cr3t', '#'), maskAddress: () => 'masked' },
  );
  expect(JSON.stringify(items)).not.toContain('s3cr3t');
});

test('too many diagnostics are counted, and errors come before warnings', () => {
  const items = Array.from({ length: 80 }, (_, i) => ({
    severity: i < 70 ? ('warning' as const) : ('error' as const),
    summary: `number ${i}`,
  }));
  const list = withDiagnostics(NO_DIAGNOSTICS, { items, more: 0 });
  expect(list.items).toHaveLength(50);
  expect(list.more).toBe(30);
  expect(list.items.filter(({ severity }) => severity === 'error')).toHaveLength(10);
  expect(withDiagnostics(list, { items: items.slice(0, 5), more: 0 }).items).toEqual(list.items);
  const large = items.map((item) => ({ ...item, detail: 'x'.repeat(1_000) }));
  const kept = withDiagnostics(NO_DIAGNOSTICS, { items: large, more: 0 });
  expect(JSON.stringify(kept.items).length).toBeLessThan(17_000);
  expect(kept.items.length + kept.more).toBe(80);
});

test('requested addresses that match nothing are warned about', () => {
  const unmatched = unmatchedAddresses(
    {
      targets: ['random_id.a', 'random_id.each["x"]', 'random_id.each["y"]', 'module.n', 'a.typo'],
      excludes: ['module.net', 'random_id.b', 'module.typo'],
      replace: ['random_id.a', 'random_id.typo'],
    },
    {
      planned: ['random_id.a', 'random_id.each["x"]', 'module.n["eu"].random_id.a'],
      declared: ['random_id.a', 'random_id.b', 'random_id.each', 'module.net.random_id.a'].map(
        (address) => ({ address, runsPrograms: false }),
      ),
    },
  );
  expect(unmatched.map(({ summary }) => summary)).toEqual([
    'random_id.each["y"] in targets matches nothing',
    'a.typo in targets matches nothing',
    'module.typo in excludes matches nothing',
    'random_id.typo in replace matches nothing',
  ]);
});
