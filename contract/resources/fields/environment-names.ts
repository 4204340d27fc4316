/**
 * The environment variables that a deployment must not set, because they change how the engine or a program of
 * its run works: what it loads, where it connects, whose certificates it trusts. This list is a courtesy to
 * authors. The border is the runner's sandbox (docs/security.md).
 */

/** Refused with everything that begins like this. */
const PREFIXES = [
  'TF_',
  'TOFU_',
  'TERRAFORM_',
  'LD_',
  'DYLD_',
  'GIT_',
  'SSH_',
  'SSL_',
  'CURL_',
  'NODE_',
  'NPM_',
  'PYTHON',
  'PERL',
  'RUBY',
  'JAVA_',
  'JDK_',
  'GRPC_',
  'BASH',
  'KUBE',
  'HELM_',
  'DOCKER_',
  'XDG_',
  'TMP',
] as const;

/** Refused with everything that ends like this. */
const SUFFIXES = [
  'PROXY',
  '_ENDPOINT',
  '_ENDPOINT_URL',
  '_CA_BUNDLE',
  '_CONFIG_FILE',
  '_CREDENTIALS_FILE',
  '_TOKEN_FILE',
] as const;

const NAMES: ReadonlySet<string> = new Set([
  'PATH',
  'HOME',
  'TEMP',
  'IFS',
  'ENV',
  'SHELL',
  'PS4',
  'PROMPT_COMMAND',
  'PAGER',
  'EDITOR',
  'USER',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'GODEBUG',
  'GOGC',
  'GOMAXPROCS',
  'GOMEMLIMIT',
  'GOTRACEBACK',
  'GOCOVERDIR',
  'AWS_PROFILE',
  'AWS_ROLE_ARN',
]);

/** The settings of services have the form `AWS_ENDPOINT_URL_S3`. */
const AWS_ENDPOINTS = 'AWS_ENDPOINT_URL';

/** Returns whether a deployment may set the variable for its providers. */
export function isForProviders(name: string): boolean {
  return !(
    NAMES.has(name) ||
    name.startsWith(AWS_ENDPOINTS) ||
    PREFIXES.some((prefix) => name.startsWith(prefix)) ||
    SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}
