/**
 * Mutants: changes of the code that break a promise of Slipway. At least one test must fail with each of
 * them.
 */

export interface Patch {
  file: string;
  /** Occurs in the file exactly once. */
  find: string;
  replace: string;
}

export interface Mutant {
  name: string;
  patches: readonly Patch[];
  /** The test file in which at least one test must fail. */
  file: string;
  /** A part of the full names of the tests to run; Vitest reads it as a regular expression. */
  tests: string;
}

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'undo registered after do',
    patches: [
      {
        file: 'workflows/saga/node-steps.ts',
        find: 'const begun = save(transition.begin(it));',
        replace: 'const begun = it;',
      },
      {
        file: 'workflows/saga/node-steps.ts',
        find: 'const failed = save(transition.failed(',
        replace: 'const failed = ((it: SagaNode) => it)(transition.failed(',
      },
    ],
    file: 'test/unit/saga/create.test.ts',
    tests: 'rolls back fail at provision',
  },
  {
    name: 'effect before ledger',
    patches: [
      {
        file: 'workflows/saga/node-steps.ts',
        find: 'await deps.writeLedger(`Note generation',
        replace: 'if (next.renewals < 0) await deps.writeLedger(`Note generation',
      },
    ],
    file: 'test/unit/saga/create.test.ts',
    tests: 'uses a further generation',
  },
  {
    name: 'dependants removed last',
    patches: [
      {
        file: 'workflows/saga/saga.ts',
        find: 'before: (it) => after.get(it.node.urn) ?? [],',
        replace: 'before: (it) => (after.size < 0 ? [] : it.node.dependsOn),',
      },
    ],
    file: 'test/unit/saga/delete.test.ts',
    tests: 'removes every node after those that depend on it',
  },
  {
    name: 'non-cancellable scope dropped',
    patches: [
      {
        file: 'workflows/saga/workflow-saga.ts',
        find: 'CancellationScope.nonCancellable(work)',
        replace: 'CancellationScope.cancellable(work)',
      },
      {
        file: 'workflows/operation/with-claim.ts',
        find: '    return await CancellationScope.nonCancellable(async () => {\n      const failure',
        replace:
          '    return await CancellationScope.cancellable(async () => {\n      const failure',
      },
    ],
    file: 'test/e2e/life.test.ts',
    tests: 'a delete while creating',
  },
  {
    name: 'a random client token',
    patches: [
      {
        file: 'providers/identity.ts',
        find: 'JSON.stringify([...identity, node.generation])',
        replace: 'JSON.stringify([...identity, node.generation, Math.random()])',
      },
    ],
    file: 'test/provider/creation.test.ts',
    tests: 'the token is the same',
  },
  {
    name: 'the claim skipped',
    patches: [
      {
        file: 'workflows/entity/resource.ts',
        find: 'if (await runs(holder)) {',
        replace: 'if (!(await runs(holder))) {',
      },
    ],
    file: 'test/e2e/life.test.ts',
    tests: 'one works',
  },
  {
    name: 'release forgotten',
    patches: [
      {
        file: 'workflows/kinds/create-resource.ts',
        find: "release = { as: 'changed' as const, entries: saga.facts(), record };",
        replace: "release = { as: 'unchanged' as const, record };",
      },
    ],
    file: 'test/e2e/life.test.ts',
    tests: 'submitted, followed',
  },
  {
    name: 'retry of a final error',
    patches: [
      {
        file: 'activities/nodes/poll-until.ts',
        find: 'final = !details.retryable || isHopeless',
        replace: 'final = isHopeless',
      },
    ],
    file: 'test/unit/activities/poll-until.test.ts',
    tests: 'an error that is not retryable is final',
  },
  {
    name: 'a workflow changed without patched()',
    patches: [
      {
        file: 'workflows/kinds/create-resource.ts',
        find: '    await saga.provision();\n',
        replace:
          '    await saga.provision();\n    await activities.verify({ ...request, urns: [] });\n',
      },
    ],
    file: 'test/replay/replay.test.ts',
    tests: 'createCluster-succeeded',
  },
];
