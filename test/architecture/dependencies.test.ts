import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lintRulesFaults, LINT_RULES_FILE } from '../../tools/lint-rules/generate.ts';
import { runCommand } from '../../tools/verify/command.ts';
import { dependencyRule } from '../../tools/verify/dependency-rule.ts';
import { dependencyFaults } from '../../tools/verify/dependencies.ts';
import { readSources } from '../../tools/verify/sources.ts';

const root = path.resolve(import.meta.dirname, '../..');

test('every import follows the dependency rule', async () => {
  const sources = await readSources(root);
  expect(sources.size).toBeGreaterThan(20);
  expect(dependencyFaults(sources, dependencyRule)).toEqual([]);
});

const ZOD_IN_CONTRACT = {
  'contract/resources/cluster.ts': "import * as z from 'zod';",
  'contract/resources/graph.ts': "import { a } from './cluster.ts';",
  'contract/ids.ts': "import { a } from './vocabulary.ts';",
  'contract/vocabulary.ts': 'export const a = 1;',
};

/** A file, its text, and `true` if the linter can see the fault in this one statement. */
const planted: [file: string, text: string, seenByLint: boolean][] = [
  ['contract/vocabulary.ts', "import * as z from 'zod';", true],
  ['contract/vocabulary.ts', "import { a } from './ids.ts';", true],
  ['contract/ids.ts', "import { a } from './cluster.ts';", true],
  ['contract/ids.ts', "import { randomBytes } from 'node:crypto';", true],
  ['contract/resources/cluster.ts', "import { a } from '../../config/settings.ts';", true],
  ['contract/resources/cluster.ts', "import { createHash } from 'node:crypto';", true],
  ['config/settings.ts', "import { a } from '../operations/admission/start.ts';", true],
  ['providers/provider.ts', "import { a } from './simulated/client.ts';", true],
  [
    'providers/simulated/client/client.ts',
    "import { a } from '../../../sandboxes/simulated/cloud/cloud.ts';",
    true,
  ],
  [
    'providers/simulated/client/client.ts',
    "import type { A } from '../../../sandboxes/simulated/cloud/cloud.ts';",
    true,
  ],
  ['providers/simulated/client/client.ts', "import { log } from '@temporalio/activity';", true],
  ['providers/simulated/client/client.ts', "import { a } from '../../aws/client.ts';", true],
  ['activities/node.ts', "import { a } from '../providers/simulated/client/client.ts';", true],
  ['activities/node.ts', "import { a } from '../workflows/entity.ts';", true],
  ['activities/node.ts', "import { Worker } from '@temporalio/worker';", true],
  ['workflows/saga/saga.ts', "import * as z from 'zod';", true],
  ['workflows/saga/saga.ts', "import { a } from '../../contract/resources/cluster.ts';", false],
  ['workflows/saga/saga.ts', "import { a } from '../../contract/resources/graph.ts';", false],
  ['workflows/saga/saga.ts', "export { a } from '../../contract/resources/graph.ts';", false],
  ['workflows/saga/saga.ts', "import { type A } from '../../activities/node.ts';", false],
  ['workflows/saga/saga.ts', "const a = await import('../../activities/node.ts');", false],
  ['workflows/saga/saga.ts', "import { randomUUID } from 'node:crypto';", true],
  ['workflows/saga/saga.ts', "import { Client } from '@temporalio/client';", true],
  ['operations/admission/start.ts', "import { a } from '../../workflows/saga/saga.ts';", true],
  ['operations/admission/start.ts', "import express from 'express';", true],
  ['operations/admission/start.ts', "import { a } from '../../api/main.ts';", true],
  ['worker/main.ts', "import { a } from '../workflows/index.ts';", true],
  ['api/main.ts', "import { Client } from '@temporalio/client';", true],
  ['api/main.ts', "import { a } from '../workflows/index.ts';", true],
  [
    'sandboxes/simulated/cloud/cloud.ts',
    "import { a } from '../../../contract/resources/graph.ts';",
    true,
  ],
  [
    'sandboxes/simulated/cloud/cloud.ts',
    "import { a } from '../../../providers/provider.ts';",
    true,
  ],
  ['launcher/start/main.ts', "import { a } from '../../worker/main.ts';", true],
  ['invented/main.ts', "import path from 'node:path';", false],
];

describe('planted violations', () => {
  test.each(planted)('%s: %s is a fault', (file, text) => {
    const sources = new Map(Object.entries({ ...ZOD_IN_CONTRACT, [file]: text }));
    const faults = dependencyFaults(sources, dependencyRule);
    expect(faults.filter((fault) => fault.startsWith(`${file}: `))).toHaveLength(1);
  });

  test.each([
    ['workflows/saga/saga.ts', "import type { A } from '../../contract/resources/cluster.ts';"],
    ['workflows/saga/saga.ts', "import { a } from '../../contract/ids.ts';"],
    ['workflows/saga/saga.ts', "import type { A } from '../../activities/node.ts';"],
    ['workflows/saga/saga.ts', "let a: import('../../activities/node.ts').A;"],
    ['operations/admission/start.ts', "import type { a } from '../../workflows/saga/saga.ts';"],
    [
      'sandboxes/simulated/cloud/cloud.ts',
      "import type { A } from '../../../contract/resources/cluster.ts';",
    ],
    ['config/settings.ts', "import { readFile } from 'node:fs/promises';"],
    ['test/api/submit.test.ts', "import { a } from '../../workflows/saga/saga.ts';"],
  ])('%s: %s is allowed', (file, text) => {
    const sources = new Map(Object.entries({ ...ZOD_IN_CONTRACT, [file]: text }));
    expect(dependencyFaults(sources, dependencyRule)).toEqual([]);
  });
});

describe('the linter', () => {
  const seen = planted.filter(([, , seenByLint]) => seenByLint);
  let output = '';
  let folder = '';

  // One run of the linter checks all statements. Each is in its own tree, with the configuration at the root.
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'slipway-lint-'));
    for (const [index, [file, text]] of seen.entries()) {
      const tree = path.join(folder, String(index));
      await mkdir(path.join(tree, path.dirname(file)), { recursive: true });
      for (const configuration of ['.oxlintrc.json', LINT_RULES_FILE]) {
        await cp(path.join(root, configuration), path.join(tree, configuration));
      }
      await writeFile(path.join(tree, file), text);
    }
    const oxlint = path.join(root, 'node_modules', '.bin', 'oxlint');
    ({ output } = await runCommand([oxlint, '--format=unix'], { cwd: folder, timeoutMs: 30_000 }));
  });
  afterAll(() => rm(folder, { recursive: true }));

  test.each(seen.map(([file, text], index) => ({ file, text, index })))(
    '$file: $text is refused',
    ({ file, index }) => {
      const complaints = output
        .split('\n')
        .filter((line) => line.startsWith(`${index}/${file}:`))
        .filter((line) => line.includes('no-restricted-imports'));
      expect(complaints).toHaveLength(1);
    },
  );

  test('has the rules that are generated from the dependency rule', async () => {
    expect(await lintRulesFaults(root)).toEqual([]);
    expect(await lintRulesFaults(path.join(root, 'test'))).toEqual([
      expect.stringContaining('npm run lint-rules'),
    ]);
  });
});
