/**
 * The dependency rule: which files may import what. A place is a folder (`contract/`) or a file
 * (`contract/ids.ts`). The row with the longest `from` that contains a file applies to that file. A file
 * without a row is a fault.
 */
export interface Row {
  from: string;
  /** Places whose files may be imported. `''` is the whole repository. */
  local: readonly string[];
  /** Places from which only `import type` is allowed. */
  localTypes?: readonly string[];
  /** Places whose files may be imported if they do not load zod, not even indirectly. */
  localWithoutZod?: readonly string[];
  /** Packages that may be imported. `'*'` is every installed package. */
  packages: readonly string[];
  /** Packages from which only `import type` is allowed. */
  packageTypes?: readonly string[];
  /** `node:` modules may be imported. */
  builtins: boolean;
  /** The reason for the row, and what to do instead of a forbidden import. */
  why: string;
}

/** The files that every provider uses, besides the shared folders. */
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
  'providers/role-trust.ts',
];

export const dependencyRule: readonly Row[] = [
  {
    from: 'contract/vocabulary.ts',
    local: [],
    packages: [],
    builtins: false,
    why: 'the vocabulary is part of the workflow bundle and of every client, so it imports nothing',
  },
  {
    from: 'contract/ids.ts',
    local: ['contract/vocabulary.ts'],
    packages: [],
    builtins: false,
    why: 'ids are part of the workflow bundle; pass time, random values and hashes as arguments',
  },
  {
    from: 'contract/',
    local: ['contract/'],
    packages: ['zod'],
    builtins: false,
    why: 'every folder uses the contract, so it imports only zod; move the code to the folder that needs it',
  },
  {
    from: 'config/',
    local: ['config/', 'contract/'],
    packages: ['pino', 'zod', '@temporalio/envconfig'],
    builtins: true,
    why: 'settings and logging exist before everything else; take what you need as an argument',
  },
  {
    from: 'providers/',
    local: ['contract/', ...SHARED_BY_PROVIDERS],
    packages: [],
    builtins: true,
    why: 'code that providers share knows no cloud and no workflow engine; move the code into one provider',
  },
  {
    from: 'providers/instance-types/',
    local: ['contract/', 'providers/provider.ts', 'providers/instance-types/'],
    packages: [],
    builtins: false,
    why: 'formulas that providers share know no cloud; pass the figures as arguments',
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
    why: 'code that the plans of all providers share knows no cloud; pass the differences as arguments',
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
    // The simulator has no SDK: undici sends the requests, and zod parses the answers.
    packages: ['undici', 'zod'],
    builtins: true,
    why: 'a provider knows its cloud only, over the network; the rest reaches it through the Provider interface',
  },
  {
    from: 'deployments/',
    local: ['deployments/', 'contract/', 'config/holder.ts', 'host/installed-program.ts'],
    packages: ['lossless-json', 'lru-cache', 'tar-stream', 'zod'],
    packageTypes: ['kubernetes-types'],
    builtins: true,
    why: 'code that runs OpenTofu knows no workflow engine and no HTTP API; activities and operations call it',
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
    from: 'forges/',
    local: ['forges/', 'contract/'],
    packages: ['undici', 'zod'],
    builtins: true,
    why: 'a forge is known by its HTTP API only; activities call it',
  },
  {
    from: 'activities/',
    local: [
      'activities/',
      'contract/',
      'deployments/',
      'forges/',
      'providers/identity.ts',
      'providers/provider.ts',
    ],
    localTypes: ['workflows/'],
    packages: ['@temporalio/activity', '@temporalio/client', '@temporalio/common'],
    builtins: true,
    why: 'activities know the Provider interface and the tags of all providers, not a provider; pass what they need to createActivities',
  },
  {
    from: 'workflows/',
    local: ['workflows/'],
    localTypes: [''],
    localWithoutZod: ['contract/'],
    packages: ['@temporalio/workflow'],
    packageTypes: ['@temporalio/common'],
    builtins: false,
    why: 'workflow code must be deterministic, and every cached workflow pays for the size of the bundle; use an activity, or `import type`',
  },
  {
    from: 'operations/',
    local: [
      'operations/',
      'contract/',
      'deployments/lint/',
      'deployments/log/read-log.ts',
      'deployments/state/',
      'deployments/storage/abandoned.ts',
      'deployments/storage/archive.ts',
      'deployments/storage/archives.ts',
      'deployments/storage/names.ts',
      'deployments/storage/plan-views.ts',
      'deployments/storage/source.ts',
      'deployments/storage/stored-source.ts',
      'deployments/storage/keys.ts',
    ],
    localTypes: ['workflows/', 'deployments/'],
    packages: ['@temporalio/client', '@temporalio/common', 'lru-cache'],
    builtins: true,
    why: 'operations know Temporal but not HTTP; start workflows by name with `import type`',
  },
  {
    from: 'worker/',
    local: [
      'worker/',
      'activities/',
      'config/',
      'contract/',
      'deployments/',
      'forges/',
      'operations/',
      'providers/',
    ],
    localTypes: ['workflows/'],
    packages: ['@temporalio/client', '@temporalio/worker'],
    builtins: true,
    why: 'the worker combines activities, providers and the commands of the service, and loads workflows by their path',
  },
  {
    from: 'api/',
    local: ['api/', 'config/', 'contract/', 'deployments/storage/blob-store.ts', 'operations/'],
    packages: [
      '@octokit/webhooks-methods',
      'better-sse',
      'express-rate-limit',
      'express',
      'lossless-json',
      'swagger-ui-dist',
      'yaml',
      'zod',
    ],
    builtins: true,
    why: 'a route parses the request, calls one function of operations/ and maps the result; move the rest to operations/',
  },
  {
    from: 'client/',
    local: ['client/', 'contract/vocabulary.ts'],
    packages: ['openapi-fetch', 'eventsource-parser'],
    builtins: false,
    why: 'the client runs in Node.js and in browsers, and knows the API only by its OpenAPI document; use the types of client/openapi.ts',
  },
  {
    from: 'client/node/',
    local: ['client/node/', 'client/retrying-fetch.ts', 'client/unexpected-answer.ts'],
    packages: ['undici'],
    builtins: true,
    why: 'what only Node.js has is apart from the client, because browsers load the rest of client/',
  },
  {
    from: 'cli/',
    local: [
      'cli/',
      'client/',
      'contract/exact-number.ts',
      'contract/operations/log-text.ts',
      'contract/operations/plan-text.ts',
      'contract/text-fault.ts',
      'contract/vocabulary.ts',
    ],
    // zod parses the configuration file of the command line. The service validates the requests.
    packages: ['diff', 'ignore', 'log-update', 'slice-ansi', 'tar-stream', 'yaml', 'yargs', 'zod'],
    builtins: true,
    why: 'the command line knows the service only through client/; add to client/ what it needs from the API',
  },
  {
    from: 'web/',
    local: ['web/', 'client/', 'contract/vocabulary.ts'],
    packages: ['preact'],
    builtins: false,
    why: 'the page runs in a browser and knows the service only through client/; add to client/ what it needs from the API',
  },
  {
    from: 'examples/',
    local: ['examples/', 'client/'],
    packages: [],
    builtins: true,
    why: 'an example shows what a user of the client writes, so it imports only client/',
  },
  {
    from: 'sandboxes/simulated/',
    local: ['sandboxes/simulated/', 'host/', 'config/'],
    localTypes: ['contract/'],
    // x509 needs reflect-metadata, and issues the certificates of control planes.
    packages: ['@peculiar/x509', 'express', 'reflect-metadata', 'zod'],
    builtins: true,
    why: 'the simulator is a cloud like any other; of Slipway it knows only the types of the contract',
  },
  {
    from: 'sandboxes/aws/',
    local: ['sandboxes/aws/', 'host/', 'config/', 'contract/'],
    packages: ['zod'],
    builtins: true,
    why: 'the AWS sandbox replaces AWS; of Slipway it knows only its contract and settings',
  },
  {
    from: 'host/',
    local: ['host/', 'config/'],
    packages: [],
    builtins: true,
    why: 'host/ is about the machine: programs, ports, locks and Python; of Slipway it knows only the settings, so pass the rest as arguments',
  },
  {
    from: 'launcher/',
    local: [
      'launcher/',
      'host/',
      'client/node/',
      'config/',
      'contract/',
      'deployments/engine/engine.ts',
    ],
    packages: ['@temporalio/client', '@temporalio/common', 'httpxy', 'pino-pretty', 'zod'],
    builtins: true,
    why: 'the launcher starts the processes by path and talks to them over the network',
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
    why: 'tools start the processes by path and talk to them over the network',
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
    why: 'the bench starts the processes by path; only the baselines that it compares them with may use the middleware of api/',
  },
  {
    from: 'bench/workflows/',
    local: ['bench/workflows/', 'workflows/operation/tracker.ts'],
    localTypes: [''],
    packages: ['@temporalio/workflow'],
    builtins: false,
    why: 'workflow code must be deterministic; use an activity of the bench, or `import type`',
  },
  {
    from: 'test/',
    local: [''],
    packages: ['*'],
    builtins: true,
    why: 'a test may import every installed package',
  },
  {
    from: 'vitest.config.ts',
    local: [],
    packages: ['vitest', 'zod'],
    builtins: true,
    why: 'the configuration of the tests imports nothing of the repository',
  },
];
