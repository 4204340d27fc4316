/** What of the engine's output becomes a line of the log. */
import { expect, test } from 'vitest';
import { logText } from '../../../contract/operations/log-text.ts';
import { logLineSchema } from '../../../contract/operations/log.ts';
import { addressMask, formsOfSecrets, redactor } from '../../../deployments/engine/redaction.ts';
import { createLineReader } from '../../../deployments/log/engine-lines.ts';
import { RECORDINGS } from '../diagnostics/recorded.ts';

const SECRETS = ['hunter2-and-more'];
const redact = redactor(SECRETS);

function reader({ isShown = () => true }: { isShown?: (address: string) => boolean } = {}) {
  return createLineReader({
    phase: 'apply',
    redact,
    secretForms: formsOfSecrets(SECRETS),
    maskAddress: addressMask(redact, Buffer.from('key')),
    workingDirectory: 'envs/prod',
    isShown,
    now: () => 0,
  });
}

function uiLine(message: string, more: object = {}): string {
  return JSON.stringify({
    '@level': 'info',
    '@message': message,
    '@timestamp': '2026-01-01T01:00:00.123456+01:00',
    ...more,
  });
}

const hook = (addr: string, more: object = {}) => ({ hook: { resource: { addr }, ...more } });

test('a message has its time, its level and the masked address of its resource', () => {
  const address = 'random_id.a["hunter2-and-more"]';
  expect(reader()(uiLine(`${address}: Creating...`, hook(address)))).toEqual({
    at: '2026-01-01T00:00:00.123Z',
    phase: 'apply',
    level: 'info',
    message: 'random_id.a["[redacted]"]: Creating...',
    address: expect.stringMatching(/^random_id\.a\["redacted-[0-9a-f]{8}"\]$/) as string,
  });
});

test('a secret that a program writes in pieces is masked, also between the lines of others', () => {
  const read = reader();
  const say = (addr: string, output: string) =>
    read(uiLine('', hook(addr, { provisioner: 'local-exec', output })))?.message;
  expect([say('a.b', 'it is hunter2-'), say('c.d', 'and-more'), say('a.b', 'and-more!')]).toEqual([
    'a.b: (local-exec): it is [redacted]',
    'c.d: (local-exec): and-more',
    'a.b: (local-exec): [redacted]!',
  ]);
  expect([read('Fatal: hunter2'), read('-and-more')].map((entry) => entry?.message)).toEqual([
    'Fatal: [redacted]',
    '[redacted]',
  ]);
});

test('of a resource whose values are hidden, neither the id nor the output of programs is shown', () => {
  const read = reader({ isShown: (address) => address !== 'a.b' });
  const done = (addr: string) => uiLine(`${addr}: Creation complete after 0s [id=x]`, hook(addr));
  expect(read(done('a.b'))?.message).toBe('a.b: Creation complete after 0s');
  expect(read(done('c.d'))?.message).toBe('c.d: Creation complete after 0s [id=x]');
  const output = hook('a.b', { provisioner: 'local-exec', output: 'x' });
  expect(read(uiLine('', output))?.message).toBe('a.b: (local-exec): (output withheld)');
});

test('data, and messages without a text, are no lines', () => {
  expect(reader()('{"format_version":"1.2","values":{"secret":"x"}}')).toBeUndefined();
  expect(reader()('   ')).toBeUndefined();
});

test('a long message is cut after its secrets are gone', () => {
  for (let before = 8_150; before < 8_200; before += 1) {
    const message = reader()(uiLine(`${'x'.repeat(before)}hunter2-and-more`))?.message ?? '';
    expect(message.length).toBeLessThanOrEqual(8_192);
    expect(message).not.toContain('hunter2');
  }
});

test.each(RECORDINGS)('the diagnostics of $engine are lines of the log', ({ cases }) => {
  for (const { diagnostics } of cases) {
    for (const diagnostic of diagnostics) {
      const entry = reader()(uiLine(`Error: ${diagnostic.summary}`, { diagnostic }));
      const line = logLineSchema.parse({ sequence: 1, ...entry });
      expect(line.diagnostic?.severity).toBe(diagnostic.severity);
    }
  }
});

test('a diagnostic has its place in the source, and is readable as text', () => {
  const diagnostic = {
    severity: 'error',
    summary: 'Unsupported argument',
    detail: 'It is not expected here.',
    range: { filename: '../../modules/net/main.tf', start: { line: 3 } },
    snippet: { code: '  byte_lenght = 4', values: [{ traversal: 'var.x', statement: 'is "y"' }] },
  };
  const entry = reader()(uiLine('Error: Unsupported argument', { '@level': 'error', diagnostic }));
  expect(entry).toMatchObject({
    level: 'error',
    diagnostic: { file: 'modules/net/main.tf', line: 3, snippet: '  byte_lenght = 4' },
  });
  expect(logText(logLineSchema.parse({ sequence: 1, ...entry }))).toBe(
    `2026-01-01T00:00:00.123Z apply ERROR Error: Unsupported argument
    It is not expected here.
    at modules/net/main.tf:3
      byte_lenght = 4
`,
  );
});
