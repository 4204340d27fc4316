/** The class of every error that was recorded, and of texts that providers and other programs write. */
import { describe, expect, test } from 'vitest';
import { engineError } from '../../../deployments/engine/diagnostics.ts';
import { errorKind, type Fallback } from '../../../deployments/engine/error-kinds.ts';
import { RECORDINGS } from './recorded.ts';

/** By code; `true` if another attempt may succeed without a change of the request. */
const EXPECTED: Record<string, { retryable: boolean; cases: readonly string[] }> = {
  network_unavailable: {
    retryable: true,
    cases: [
      'git-dns',
      'git-refused',
      'http-module-dns',
      'registry-module-dns',
      'registry-provider-dns',
      'mirror-provider-missing',
      'remote-state-refused',
      'remote-state-dns',
      'remote-exec-refused',
    ],
  },
  service_unavailable: {
    retryable: true,
    cases: ['git-unavailable', 'http-module-unavailable', 'registry-provider-unavailable'],
  },
  credentials_rejected: { retryable: false, cases: ['git-denied'] },
  permission_denied: { retryable: false, cases: ['git-forbidden'] },
  module_not_found: {
    retryable: false,
    cases: [
      'git-not-found',
      'git-no-repository',
      'git-no-ref',
      'git-no-subdir',
      'http-module-missing',
      'local-module-missing',
    ],
  },
  provider_not_available: {
    retryable: false,
    cases: ['registry-provider-missing', 'provider-version-missing'],
  },
  data_source_failed: { retryable: false, cases: ['data-file-missing', 'remote-state-missing'] },
  variable_missing: { retryable: false, cases: ['variable-missing'] },
  resource_failed: {
    retryable: true,
    cases: ['local-exec', 'postcondition', 'local-file-denied'],
  },
  module_invalid: {
    retryable: false,
    cases: [
      'syntax',
      'data-source-type',
      'resource-type',
      'unsupported-argument',
      'missing-argument',
      'undeclared-variable',
      'cycle',
      'duplicate',
      'unknown-function',
      'unsupported-attribute',
      'function-error',
      'invalid-for-each',
      'invalid-index',
      'precondition',
      'variable-type',
      'variable-validation',
    ],
  },
};
/** What the commands of each phase pass on. */
const FALLBACK: Record<string, Fallback> = { apply: 'resource_failed' };

describe.each(RECORDINGS)('the errors of $engine $version', ({ cases }) => {
  const failed = cases.filter(({ diagnostics }) =>
    diagnostics.some(({ severity }) => severity === 'error'),
  );

  test('are all expected', () => {
    const expected = Object.values(EXPECTED).flatMap((row) => row.cases);
    expect(failed.map((recorded) => recorded.case).toSorted()).toEqual(expected.toSorted());
  });

  test.each(failed)('$case', ({ case: name, phase, diagnostics }) => {
    const { details } = engineError(diagnostics, {
      redact: (text) => text,
      maskAddress: (address) => address,
      otherwise: FALLBACK[phase] ?? 'module_invalid',
      detail: '',
    });
    const [code, row] =
      Object.entries(EXPECTED).find(([, { cases: of }]) => of.includes(name)) ?? [];
    expect(details).toMatchObject({ code, retryable: row?.retryable });
  });
});

test.each([
  ['reading VPC', 'operation error EC2: StatusCode: 503, RequestID: 1', 'service_unavailable'],
  ['reading VPC', 'operation error EC2: StatusCode: 403, RequestID: 1', 'permission_denied'],
  ['Error', 'googleapi: Error 429: Rate Limit Exceeded', 'throttled'],
  ['Error', 'unexpected status 401 (401 Unauthorized) with error', 'credentials_rejected'],
  ['creating rule', 'port 403 and 401 are taken, and 503 of them are closed', 'resource_failed'],
  ['Failed', "fatal: unable to access 'x': CONNECT tunnel failed, response 403", 'host_refused'],
  [
    'Failed',
    "fatal: unable to access 'x': CONNECT tunnel failed, response 502",
    'network_unavailable',
  ],
  [
    'Failed',
    'remote: the host x.example is not in SLIPWAY_DEPLOYMENT_HOSTS\nfatal: The requested URL returned error: 403',
    'host_refused',
  ],
  ['Failed', 'could not connect: Get "https://x.example/": Forbidden', 'host_refused'],
  ['Failed', 'git@x.example: Permission denied (publickey).', 'credentials_rejected'],
  [
    'Failed to query available provider packages',
    'Could not retrieve the list of available versions for provider acme/dns: host x.example rejected the given authentication credentials',
    'credentials_rejected',
  ],
  [
    'Failed to download module',
    'git exited with 128: fatal: the remote end hung up',
    'module_not_available',
  ],
])('%s: %s', (summary, detail, code) => {
  expect(errorKind({ summary, detail }, 'aws_vpc.main', 'engine_failed').kind.code).toBe(code);
});

test.each([
  ['data.http.x["a.b"]', 'data_source_failed'],
  ['module.m["data.x"].data.http.x', 'data_source_failed'],
  ['module.data.aws_vpc.x', 'resource_failed'],
])('the failure of %s', (address, code) => {
  const { kind } = errorKind({ summary: 'Error', detail: '' }, address, 'module_invalid');
  expect(kind.code).toBe(code);
});

test.each([
  ['Failed', 'CONNECT tunnel failed, response 403', 'Have the host allowed'],
  [
    'Failed to install provider',
    'Error while installing acme/dns v1.0.0: unsuccessful request to https://x.example/a.zip: 401 Unauthorized',
    'Engines send tokens for the descriptions of providers, but not for their archives.',
  ],
  [
    'Failed to query available provider packages',
    'Could not retrieve the list of available versions for provider acme/dns: host x.example requires authentication credentials',
    'Name a secret with a token for this host',
  ],
])('%s: %s is advised about', (summary, detail, advice) => {
  const { message } = engineError([{ severity: 'error', summary, detail }], {
    redact: (text) => text,
    maskAddress: (address) => address,
    otherwise: 'module_invalid',
    detail: '',
  });
  expect(message.startsWith(`${summary}. ${detail} ${advice}`)).toBe(true);
});
