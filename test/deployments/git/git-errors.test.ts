/** What git, ssh and the proxy of a sandbox write, and what clients see of it. */
import { expect, test } from 'vitest';
import { gitError } from '../../../deployments/git/git-errors.ts';

const ACCESS =
  'fatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n';

test.each([
  ['git_access_denied', `root@git.example.com: Permission denied (publickey).\n${ACCESS}`],
  ['git_access_denied', "fatal: Authentication failed for 'https://git.example.com/a.git/'"],
  [
    'git_access_denied',
    "fatal: could not read Username for 'https://git.example.com': terminal prompts disabled",
  ],
  [
    'git_host_key_unknown',
    `No ED25519 host key is known for [192.0.2.2]:2222 and you have requested strict checking.\nHost key verification failed.\n${ACCESS}`,
  ],
  [
    'git_host_refused',
    `the proxy refused the connection to 192.0.2.2:2222\nConnection closed by UNKNOWN port 65535\n${ACCESS}`,
  ],
  [
    'git_host_refused',
    "fatal: unable to access 'https://a.example/a.git/': Received HTTP code 403 from proxy after CONNECT",
  ],
  ['ssh_not_found', 'error: cannot run ssh: No such file or directory\nfatal: unable to fork\n'],
  [
    'ssh_not_found',
    `ssh -F '/runs/1/home/ssh/config': 1: ssh: not found\nfatal: Could not read from remote repository.\n`,
  ],
  [
    'git_host_refused',
    "remote: the host a.example is not in SLIPWAY_DEPLOYMENT_HOSTS\nfatal: unable to access 'http://a.example/a.git/': The requested URL returned error: 403",
  ],
  ['git_repository_not_found', "fatal: repository 'https://git.example.com/a.git/' not found"],
  ['git_repository_not_found', `ERROR: Repository not found.\n${ACCESS}`],
  ['git_ref_not_found', 'fatal: remote error: upload-pack: not our ref ffffffff'],
  ['git_path_not_found', 'fatal: Not a valid object name abc^{commit}:nowhere'],
  [
    'git_certificate_refused',
    "fatal: unable to access 'https://a/': server certificate verification failed. CAfile: none CRLfile: none",
  ],
  ['git_unreachable', "fatal: unable to access 'https://a/': Could not resolve host: a"],
  ['git_unreachable', `ssh: connect to host a port 22: Connection refused\n${ACCESS}`],
  [
    'git_unreachable',
    "fatal: unable to access 'https://a/': The requested URL returned error: 503",
  ],
  ['git_failed', 'fatal: something else'],
])('%s: %s', (code, detail) => {
  const { details } = gitError('do it', detail, (text) => text);
  expect(details).toMatchObject({
    code,
    retryable: ['git_unreachable', 'git_failed'].includes(code),
  });
});

test('the message has the line with the reason, and no secret', () => {
  const detail = `remote: token-of-tests is wrong\nfatal: Authentication failed for 'https://a/'\n`;
  const { details } = gitError('read the refs', detail, (text) =>
    text.replace('https://a/', '***'),
  );
  expect(details.message).toMatch(
    /^Git could not read the refs: Authentication failed for '\*\*\*'\. Name a secret/,
  );
});
