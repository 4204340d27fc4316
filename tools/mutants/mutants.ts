/** Changes that break a promise. At least one test must fail with each of them. */

export interface Patch {
  file: string;
  /** Must stand in the file exactly once. */
  find: string;
  replace: string;
}

export interface Mutant {
  name: string;
  patches: readonly Patch[];
  /** The test file in which one must fail, and a part of the name of those to run. */
  file: string;
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
    file: 'test/e2e/complaints.test.ts',
    tests: 'a time-out that skips the deletions',
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
    file: 'test/e2e/complaints.test.ts',
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
    file: 'test/e2e/one-writer.test.ts',
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
    file: 'test/e2e/first-path.test.ts',
    tests: 'submitted, followed',
  },
  {
    name: 'retry of a final error',
    patches: [
      {
        file: 'activities/nodes/poll-until.ts',
        find: 'final: !details.retryable || spentMs',
        replace: 'final: spentMs',
      },
    ],
    file: 'test/e2e/complaints.test.ts',
    tests: 'a first delete after an early failure',
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
