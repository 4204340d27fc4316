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
        find: "    entry.state = 'doubtful';\n",
        replace: '',
      },
    ],
    file: 'test/e2e/complaints.test.ts',
    tests: 'a time-out that skips the deletions',
  },
  {
    name: 'non-cancellable scope dropped',
    patches: [
      {
        file: 'workflows/saga/saga.ts',
        find: 'CancellationScope.nonCancellable(() => dependantsFirst(left(), undoOne',
        replace: 'CancellationScope.cancellable(() => dependantsFirst(left(), undoOne',
      },
      {
        file: 'workflows/kinds/create-resource.ts',
        find: 'CancellationScope.nonCancellable(() =>',
        replace: 'CancellationScope.cancellable(() =>',
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
        find: "if ((await operationState(holder, record.uid)) === 'running') return busy(holder);",
        replace:
          "if ((await operationState(holder, record.uid)) === 'missing') return busy(holder);",
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
        find: "{ subject, entries: saga.facts(), record: { status: 'active', ...record } },",
        replace:
          "{ subject, entries: [], unchanged: true, record: { status: 'active', ...record } },",
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
          '    await saga.provision();\n    await activities.listCloudResources(question);\n',
      },
    ],
    file: 'test/replay/replay.test.ts',
    tests: 'createCluster-succeeded',
  },
];
