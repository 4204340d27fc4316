/** The flags of `slipway deployments create` and `update`. */
import {
  CONFIRMATIONS,
  DEPLOYMENT_ON_FAILURE,
  ENGINES,
  ON_PULL_REQUEST,
  ON_PUSH,
} from '../../contract/vocabulary.ts';
import type { Flags } from '../commands/shared/command.ts';

export const FLAGS = {
  dir: {
    type: 'string',
    requiresArg: true,
    describe: 'Directory of the module; .gitignore and .terraformignore say what is left out',
  },
  git: {
    type: 'string',
    requiresArg: true,
    describe: 'URL of a git repository with the module, https:// or ssh://',
  },
  ref: {
    type: 'string',
    requiresArg: true,
    describe: 'Branch, tag or commit of the repository [default: its default branch]',
  },
  path: {
    type: 'string',
    requiresArg: true,
    describe: 'Folder of the repository that is the root of the source',
  },
  'working-directory': {
    type: 'string',
    requiresArg: true,
    describe: 'Folder of the source in which the engine runs [default: its root]',
  },
  var: {
    type: 'array',
    string: true,
    describe:
      'NAME=VALUE of a variable, commas included; [lists] and {objects} as JSON; repeatable',
  },
  secret: {
    type: 'array',
    string: true,
    describe:
      'VARIABLE=SECRET, the name of a secret of the workers; separate several with commas, or repeat',
  },
  environment: {
    type: 'array',
    string: true,
    describe:
      'NAME=SECRET, an environment variable for providers; separate several with commas, or repeat',
  },
  credential: {
    type: 'array',
    string: true,
    describe:
      'HOST=SECRET, the credentials for a git or registry host; separate several with commas, or repeat',
  },
  engine: { choices: ENGINES, describe: 'Program that runs the module [default: opentofu]' },
  confirm: {
    choices: CONFIRMATIONS,
    describe: 'manual: the plan waits for confirmation [default: auto]',
  },
  'on-failure': {
    choices: DEPLOYMENT_ON_FAILURE,
    describe: 'Keep the created resources after a failure, or destroy them [default: retain]',
  },
  target: {
    type: 'array',
    string: true,
    describe: 'Address to limit the change to, with its dependencies; repeatable',
  },
  exclude: {
    type: 'array',
    string: true,
    describe: 'Address to leave as it is, with its dependants (OpenTofu only); repeatable',
  },
  'deletion-protection': {
    type: 'boolean',
    describe: 'Refuse to delete the deployment; --no-deletion-protection allows it again',
  },
  'on-push': {
    choices: ON_PUSH,
    describe: 'After a push to the branch, if a webhook reports it [default: ignore]',
  },
  'on-pull-request': {
    choices: ON_PULL_REQUEST,
    describe: 'Show a plan at pull requests, if a webhook reports them [default: plan]',
  },
  'forge-token': {
    type: 'string',
    requiresArg: true,
    describe: 'Name of the secret with which commits and pull requests are reported',
  },
  'display-name': { type: 'string', describe: 'Free text' },
} as const satisfies Flags;

/** Only for a creation. */
export const CREATE_FLAGS = {
  ...FLAGS,
  state: {
    type: 'string',
    requiresArg: true,
    describe: 'State file whose resources the deployment adopts; - is standard input',
  },
} as const satisfies Flags;

/** These are for one operation, and only for a change. */
export const UPDATE_FLAGS = {
  ...FLAGS,
  replace: {
    type: 'array',
    string: true,
    describe: 'Address of a resource to replace, although nothing has changed; repeatable',
  },
  'refresh-only': {
    type: 'boolean',
    describe: 'Change nothing, only record what others have changed',
  },
} as const satisfies Flags;
