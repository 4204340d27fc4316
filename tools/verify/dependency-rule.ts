/**
 * Who may import what. A place is a folder (`contract/`) or a file (`contract/ids.ts`); the longest
 * `from` that fits a file is its row. A file in a folder without a row is a fault.
 */
export interface Row {
  from: string;
  /** Places whose files may be imported. `''` is everything. */
  local: readonly string[];
  /** Places of which only `import type` is allowed. */
  localTypes?: readonly string[];
  /** Places that may be imported if zod is not loaded with them, however indirectly. */
  localWithoutZod?: readonly string[];
  /** `'*'` is everything that is installed. */
  packages: readonly string[];
  packageTypes?: readonly string[];
  /** Whether `node:` modules may be imported. */
  builtins: boolean;
  /** The reason, and what to do instead. */
  why: string;
}

/** What every provider builds on, besides the shared folders. */
const SHARED_BY_PROVIDERS = [
  'providers/change.ts',
  'providers/connections.ts',
  'providers/identity.ts',
  'providers/node-errors.ts',
  'providers/node-kind.ts',
  'providers/node-lifecycle.ts',
  'providers/provider.ts',
  'providers/recent-nodes.ts',
  'providers/renewable.ts',
];

export const dependencyRule: readonly Row[] = [
  {
    from: 'contract/vocabulary.ts',
    local: [],
    packages: [],
    builtins: false,
    why: 'the vocabulary is part of the workflow bundle and of every client; it imports nothing',
  },
  {
    from: 'contract/ids.ts',
    local: ['contract/vocabulary.ts'],
    packages: [],
    builtins: false,
    why: 'ids are part of the workflow bundle; pass time, chance and hashes in as arguments',
  },
  {
    from: 'contract/',
    local: ['contract/'],
    packages: ['zod'],
    builtins: false,
    why: 'the contract is what all share, so it stands on nothing but zod; move the code to the folder that needs it',
  },
  {
    from: 'config/',
    local: ['config/', 'contract/'],
    packages: ['pino', 'zod', '@temporalio/envconfig'],
    builtins: true,
    why: 'settings and logging are set up before anything else exists; take what you need as an argument',
  },
  {
    from: 'providers/',
    local: ['contract/', ...SHARED_BY_PROVIDERS],
    packages: [],
    builtins: true,
    why: 'what providers share knows no cloud and no workflow engine; move the code into one provider',
  },
  {
    from: 'providers/instance-types/',
    local: ['contract/', 'providers/provider.ts', 'providers/instance-types/'],
    packages: [],
    builtins: false,
    why: 'formulas that every provider shares know no cloud; pass the figures in as arguments',
  },
  {
    from: 'providers/kubernetes/',
    local: [
      'contract/',
      'providers/identity.ts',
      'providers/provider.ts',
      'providers/instance-types/',
      'providers/kubernetes/',
    ],
    packages: ['ip-address'],
    builtins: false,
    why: 'what the plans of every provider share knows no cloud; pass what differs in as an argument',
  },
  {
    from: 'providers/simulated/',
    local: [
      'contract/',
      ...SHARED_BY_PROVIDERS,
      'providers/instance-types/',
      'providers/kubernetes/',
      'providers/simulated/',
    ],
    // In place of a vendor's SDK: it parses the answers of the simulator.
    packages: ['zod'],
    builtins: true,
    why: 'a provider knows its cloud only, over the network; the rest reaches it through the Provider interface',
  },
  {
    from: 'deployments/',
    local: ['deployments/', 'contract/', 'config/holder.ts'],
    packages: ['zod'],
    builtins: true,
    why: 'what runs an engine knows no workflow engine and no HTTP API; activities and operations call it',
  },
  {
    from: 'providers/aws/',
    local: [
      'contract/',
      ...SHARED_BY_PROVIDERS,
      'providers/instance-types/',
      'providers/kubernetes/',
      'providers/aws/',
    ],
    packages: [
      '@aws-sdk/client-ec2',
      '@aws-sdk/client-eks',
      '@aws-sdk/client-elastic-load-balancing',
      '@aws-sdk/client-elastic-load-balancing-v2',
      '@aws-sdk/client-eventbridge',
      '@aws-sdk/client-iam',
      '@aws-sdk/client-service-quotas',
      '@aws-sdk/client-sqs',
      '@aws-sdk/client-sts',
      '@smithy/core',
      '@smithy/node-http-handler',
      'zod',
    ],
    packageTypes: ['@smithy/types'],
    builtins: true,
    why: 'a provider knows its cloud only, over the network; the rest reaches it through the Provider interface',
  },
  {
    from: 'activities/',
    local: ['activities/', 'contract/', 'deployments/', 'providers/provider.ts'],
    localTypes: ['workflows/'],
    packages: ['@temporalio/activity', '@temporalio/client', '@temporalio/common'],
    builtins: true,
    why: 'activities know the Provider interface, not a provider; what they need is given to createActivities',
  },
  {
    from: 'workflows/',
    local: ['workflows/'],
    localTypes: [''],
    localWithoutZod: ['contract/'],
    packages: ['@temporalio/workflow'],
    packageTypes: ['@temporalio/common'],
    builtins: false,
    why: 'workflow code must be deterministic, and every cached workflow pays for the size of the bundle; do it in an activity, or use `import type`',
  },
  {
    from: 'operations/',
    local: [
      'operations/',
      'contract/',
      'deployments/storage/source.ts',
      'deployments/storage/keys.ts',
    ],
    localTypes: ['workflows/', 'deployments/'],
    packages: ['@temporalio/client', '@temporalio/common', 'lru-cache'],
    builtins: true,
    why: 'operations know Temporal and no HTTP; start workflows by name with `import type`',
  },
  {
    from: 'worker/',
    local: ['worker/', 'activities/', 'config/', 'contract/', 'deployments/', 'providers/'],
    localTypes: ['workflows/'],
    packages: ['@temporalio/client', '@temporalio/worker'],
    builtins: true,
    why: 'the worker puts activities and providers together, and loads workflows by path',
  },
  {
    from: 'api/',
    local: ['api/', 'config/', 'contract/', 'deployments/storage/blob-store.ts', 'operations/'],
    packages: ['better-sse', 'express-rate-limit', 'express', 'swagger-ui-dist', 'yaml', 'zod'],
    builtins: true,
    why: 'a route parses, calls one function of operations/ and maps the answer; put the rest there',
  },
  {
    from: 'client/',
    local: ['client/', 'contract/vocabulary.ts'],
    packages: ['openapi-fetch', 'eventsource-parser'],
    builtins: false,
    why: 'the client runs in Node.js and in browsers and knows the API by its document only; its types come from client/openapi.ts',
  },
  {
    from: 'cli/',
    local: ['cli/', 'client/', 'contract/vocabulary.ts'],
    // zod is for its own configuration file; what a request must be is the service's to say.
    packages: ['diff', 'log-update', 'slice-ansi', 'yaml', 'yargs', 'zod'],
    builtins: true,
    why: 'the command line knows the service by its client only; what it needs of the API goes into client/',
  },
  {
    from: 'web/',
    local: ['web/', 'client/', 'contract/vocabulary.ts'],
    packages: ['preact'],
    builtins: false,
    why: 'the page runs in a browser and knows the service by its client only; what it needs of the API goes into client/',
  },
  {
    from: 'examples/',
    local: ['examples/', 'client/'],
    packages: [],
    builtins: true,
    why: 'an example shows what a user of the client writes: it knows the client, and nothing else of Slipway',
  },
  {
    from: 'sandboxes/simulated/',
    local: ['sandboxes/simulated/', 'config/'],
    localTypes: ['contract/'],
    packages: ['express', 'zod'],
    builtins: true,
    why: 'the simulator is a cloud like any other: it knows nothing of Slipway but the words of its contract',
  },
  {
    from: 'sandboxes/aws/',
    local: ['sandboxes/aws/', 'host/', 'config/', 'contract/'],
    packages: ['zod'],
    builtins: true,
    why: 'the AWS sandbox stands for AWS: it knows nothing of Slipway but its settings',
  },
  {
    from: 'host/',
    local: ['host/', 'config/'],
    packages: [],
    builtins: true,
    why: 'programs, ports, locks and Python on this machine know nothing of Slipway but its settings; pass the rest in as arguments',
  },
  {
    from: 'launcher/',
    local: ['launcher/', 'host/', 'config/', 'contract/', 'deployments/engine/engine.ts'],
    packages: [
      '@temporalio/client',
      '@temporalio/common',
      '@temporalio/testing',
      'pino-pretty',
      'zod',
    ],
    builtins: true,
    why: 'the launcher starts the processes by path and speaks to them over the network',
  },
  {
    from: 'tools/',
    local: [
      'tools/',
      'host/',
      'launcher/',
      'sandboxes/aws/moto/python.ts',
      'config/',
      'contract/',
      'deployments/engine/engine.ts',
    ],
    packages: [
      '@lydell/node-pty',
      '@temporalio/client',
      '@temporalio/common',
      '@temporalio/testing',
      '@temporalio/worker',
      '@xterm/headless',
      'esbuild',
      'pino-pretty',
      'vitest',
      'zod',
    ],
    builtins: true,
    why: 'tools start the processes by path and speak to them over the network',
  },
  {
    from: 'bench/',
    local: [
      'bench/',
      'api/',
      'config/',
      'contract/',
      'deployments/engine/config.ts',
      'deployments/engine/engine.ts',
      'operations/',
      'sandboxes/simulated/cloud/resource-types.ts',
    ],
    packages: [
      '@temporalio/activity',
      '@temporalio/client',
      '@temporalio/worker',
      'autocannon',
      'express',
      'zod',
    ],
    builtins: true,
    why: 'the bench starts the processes by path; what it measures them beside may stand on the same middleware',
  },
  {
    from: 'bench/workflows/',
    local: ['bench/workflows/', 'workflows/operation/tracker.ts'],
    localTypes: [''],
    packages: ['@temporalio/workflow'],
    builtins: false,
    why: 'workflow code must be deterministic; do it in an activity of the bench, or use `import type`',
  },
  {
    from: 'test/',
    local: [''],
    packages: ['*'],
    builtins: true,
    why: 'a test may import what is installed',
  },
  {
    from: 'vitest.config.ts',
    local: [],
    packages: ['vitest', 'zod'],
    builtins: true,
    why: 'the configuration of the tests stands for itself',
  },
];
