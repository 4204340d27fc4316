import { CREATED_AT, OPERATION_ID, RESOURCE_UID } from '../examples/ids.ts';
import { RECORD_DESCRIPTIONS, type KindDocument } from './kind-document.ts';

export const deployment: KindDocument<'deployment'> = {
  title: 'Deployment',
  tag: 'Deployments',
  tagDescription: 'OpenTofu and Terraform modules.',
  summaries: {
    create: 'Deploy a module',
    update: 'Change a deployment',
    delete: 'Destroy a deployment',
  },
  createDescription:
    'Plans an OpenTofu or Terraform module, waits for a confirmation if the request asks for one, and applies the plan. Each resource of the module is one item of `progress.resources`.',
  updateDescription:
    'A JSON merge patch (RFC 7396): null removes a value, also a file or a variable. The value of a variable is replaced as a whole. The module is planned and applied again.',
  deleteDescription:
    'Takes no body. If the plans of the deployment are confirmed (`confirm: manual`), so is its destruction.',
  problems: {
    create: ['connection_not_active', 'deployments_not_offered'],
    update: ['deployments_not_offered', 'state_elsewhere', 'lineage_mismatch', 'serial_not_newer'],
    delete: ['deployments_not_offered', 'deletion_protected', 'state_read_refused'],
  },
  examples: {
    record: {
      id: 'web',
      uid: RESOURCE_UID,
      organizationId: 'local',
      name: 'web',
      status: 'active',
      spec: {
        source: {
          sha256: '9b0d8a0c4a3f1f2f5a6d7c1e8b94d1b2f8c7e6a5d4c3b2a1908f7e6d5c4b3a29',
          files: ['main.tf'],
        },
        variables: { replicas: 3 },
        secrets: { database_password: 'web-database' },
        environment: {},
        engine: 'opentofu',
        confirm: 'manual',
        onFailure: 'retain',
        targets: [],
      },
      outputs: { id: '4f1c8a2e' },
      withheldOutputs: ['connection_string'],
      operationId: OPERATION_ID,
      createdAt: CREATED_AT,
      updatedAt: '2026-11-24T05:18:36.480Z',
    },
    createRequest: {
      name: 'web',
      source: { files: { 'main.tf': 'resource "random_id" "id" {\n  byte_length = 4\n}\n' } },
      confirm: 'manual',
    },
    updateRequest: { variables: { replicas: 4 } },
  },
  descriptions: {
    record: {
      ...RECORD_DESCRIPTIONS,
      outputs: "The module's outputs as text. Values that are not strings are JSON.",
      withheldOutputs:
        'Names of outputs that are sensitive, contain a secret, are too large for this response, or are withheld by a setting.',
    },
    spec: {
      source:
        'The names of the files, and a hash of their content. Slipway stores the files elsewhere. Of a git repository, `commit` is the commit of these files.',
    },
    createRequest: {
      self: 'Only a name and one file are required.',
      source:
        '`files`: the text of each file by its path, `archive`: the digest of an uploaded archive, or `git`: a repository, which the operation fetches. `workingDirectory`: the folder in which the engine runs, by default the root; it must have a `.tf` or `.tofu` file.',
      variables:
        "Values of the module's variables, which it must declare. They win over its own files of values. They are stored in the history, so put secret values into `secrets`.",
      secrets:
        'Variables with a secret value: the name of the variable, which must not be in `variables`, and the name of a secret that the workers have. The value is never shown.',
      environment:
        'Environment variables for providers: the name of the variable, and the name of a secret that the workers have.',
      credentials:
        'Credentials for hosts of git repositories and of private registries: the host, perhaps with a port, and the name of a secret with a token, `user:password` or a private key for ssh.',
      confirm:
        '`manual` waits until the plan is confirmed, also before a destruction. A plan without changes needs no confirmation.',
      onFailure:
        '`retain` keeps the created resources, and the next operation continues from there. `destroy` removes them if the failed operation was creating the deployment.',
      targets: 'Addresses of resources or modules. Only these and their dependencies are changed.',
      excludes:
        'Addresses of resources or modules. These, and what depends on them, are left as they are. Only with OpenTofu, and not together with `targets`.',
      deletionProtection: '`true` refuses every deletion of the deployment (`deletion_protected`).',
      state:
        '`file`: the digest of an uploaded state, whose resources the deployment adopts. The plan waits for a confirmation unless it changes nothing. Not part of the spec.',
      onPush:
        'What follows from a push to the branch of `source.git`, when the forge reports it to a webhook: nothing (`ignore`, the default), a plan that the commit shows (`plan`), or an operation that applies the commit (`apply`).',
      onPullRequest:
        '`plan` (the default) shows a plan at each pull request to the branch of `source.git`, when the forge reports it to a webhook. `ignore` does not. Pull requests from forks are never planned.',
      forgeToken:
        'The name of the secret with the token that reports plans and outcomes to GitHub or GitLab. The module does not get it. Without it, nothing is reported, and pull requests are not planned.',
    },
    updateRequest: {
      self: 'A merge patch (RFC 7396): null removes a value.',
      source:
        '`files`: the new text of each changed file by its path; null removes a file. `git`: another `ref`, `path` or `url`; null names the default branch or the root. `workingDirectory`: null makes the engine run at the root.',
      state:
        '`version`: the number of an earlier version, or `file`: the digest of an uploaded state, with `force` also one of another lineage or an older one. The module is planned against it, and it becomes the current state once the plan is confirmed. Not part of the spec.',
      replace:
        'Addresses of resources that this operation replaces, although their configuration has not changed. Not part of the spec.',
      refreshOnly:
        '`true` changes nothing: the operation only records in the state, and in the outputs, what others have changed. Not part of the spec.',
    },
  },
};
