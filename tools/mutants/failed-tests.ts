import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { runVitest } from '../test/vitest.ts';
import type { Mutant } from './mutants.ts';

const TIMEOUT_MS = 5 * 60_000;
const GRACE_MS = 2_000;

const reportSchema = z.object({
  testResults: z.array(
    z.object({
      message: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), title: z.string() })),
    }),
  ),
});

/**
 * Returns the titles of the mutant's tests that fail in this copy. Throws if no test ran to its end: a
 * mutant that breaks the start of the tests was not noticed by a test.
 */
export async function failedTests(
  copy: string,
  { file, tests }: Pick<Mutant, 'file' | 'tests'>,
  signal: AbortSignal,
): Promise<string[]> {
  const report = path.join(copy, 'report.json');
  const faults: string[] = [];
  await runVitest({
    root: copy,
    args: [file, '--testNamePattern', tests, '--reporter=json', `--outputFile=${report}`],
    timeoutMs: TIMEOUT_MS,
    signal,
    graceMs: GRACE_MS,
    output: 'ignore',
    say: (line) => faults.push(line),
  });
  signal.throwIfAborted();
  const text = await readFile(report, 'utf8').catch(() => '{"testResults":[]}');
  const { testResults } = reportSchema.parse(JSON.parse(text));
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = results.filter(({ status }) => status === 'passed' || status === 'failed');
  if (ran.length === 0) {
    const why = [...faults, ...testResults.map(({ message }) => message)].join('\n');
    throw new Error(`no test "${tests}" of ${file} ran to its end: ${why}`);
  }
  return ran.filter(({ status }) => status === 'failed').map(({ title }) => title);
}
