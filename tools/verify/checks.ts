import path from 'node:path';
import { bundleFaults, bundleWorkflows, describeBundle } from './bundle.ts';
import type { Check, Outcome } from './check.ts';
import { commandCheck } from './command.ts';
import { lintRulesFaults } from '../lint-rules/generate.ts';
import { typesFaults } from '../openapi-types/generate.ts';
import { dependencyFaults } from './dependencies.ts';
import { dependencyRule } from './dependency-rule.ts';
import { readSources } from './sources.ts';
import { structureFaults } from './structure.ts';

/** `npm test` runs the checks beside tests, which slows them down. */
const TIMEOUT_MS = 5 * 60_000;

/** Returns every check of the source tree at `root`, the longest first. */
export function allChecks(root: string): Check[] {
  const options = { cwd: root, timeoutMs: TIMEOUT_MS };
  const installed = (program: string): string => path.join(root, 'node_modules', '.bin', program);
  return [
    commandCheck(
      'lint and types',
      [
        installed('oxlint'),
        '--type-aware',
        // Also reports the errors of the compiler, from the types that the rules need anyway.
        '--type-check',
        '--report-unused-disable-directives',
      ],
      options,
    ),
    // The linter leaves out the generated files of the client.
    commandCheck('client types', [installed('tsc'), '-p', 'client/tsconfig.json'], options),
    commandCheck('page types', [installed('tsc'), '-p', 'web/tsconfig.json'], options),
    { name: 'openapi types', run: async () => outcome(await typesFaults(root)) },
    {
      name: 'workflow bundle',
      run: async () => {
        const bundle = await bundleWorkflows(path.join(root, 'workflows', 'index.ts'));
        return { ...outcome(bundleFaults(bundle, root)), note: describeBundle(bundle) };
      },
    },
    commandCheck('unused code', [installed('knip'), '--no-progress'], options),
    {
      name: 'dependency rule',
      run: async () => outcome(dependencyFaults(await readSources(root), dependencyRule)),
    },
    { name: 'structure', run: async () => outcome(structureFaults(await readSources(root))) },
    { name: 'lint rules', run: async () => outcome(await lintRulesFaults(root)) },
    commandCheck('format', [installed('oxfmt'), '--check'], options),
  ];
}

function outcome(faults: readonly string[]): Outcome {
  return { ok: faults.length === 0, output: faults.join('\n') };
}
