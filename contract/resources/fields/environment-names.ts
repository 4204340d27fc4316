/**
 * The environment variables that a deployment must not set, because they change how the engine or a program of
 * its run works: what it loads, where it connects, whose certificates it trusts. This list is a courtesy to
 * authors. The border is the runner's sandbox (docs/security.md).
 */
import * as z from 'zod';

/** Families of the engine, the loader and the programs of a run. No provider reads variables of these names. */
const FAMILIES = [
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
  'XDG_',
  'OTEL_',
  'KUBECTL_',
] as const;

/**
 * Proxies, and paths of files. A secret is a value, and a path in it leads to nothing in the sandbox. Where there is
 * no sandbox, it leads to files of the worker.
 */
const SUFFIXES = [
  'PROXY',
  '_CA_BUNDLE',
  '_CONFIG_FILE',
  '_CREDENTIALS_FILE',
  '_TOKEN_FILE',
] as const;

/** Names that do the same beside others of their family with which providers log in, such as `KUBE_TOKEN`. */
const NAMES: ReadonlySet<string> = new Set([
  // The system and shells
  'PATH',
  'HOME',
  'TEMP',
  'TMP',
  'TMPDIR',
  'IFS',
  'ENV',
  'SHELL',
  'PS4',
  'PROMPT_COMMAND',
  'PAGER',
  'EDITOR',
  'USER',
  // Go
  'GODEBUG',
  'GOGC',
  'GOMAXPROCS',
  'GOMEMLIMIT',
  'GOTRACEBACK',
  'GOCOVERDIR',
  'GOPROXY',
  // Google
  'GOOGLE_APPLICATION_CREDENTIALS',
  // AWS
  'AWS_PROFILE',
  'AWS_ROLE_ARN',
  // Kubernetes, Helm and Docker
  'KUBECONFIG',
  'KUBE_CONFIG',
  'KUBE_CONFIG_PATH',
  'KUBE_CONFIG_PATHS',
  'KUBE_EDITOR',
  'KUBE_PROXY_URL',
  'KUBERNETES_MASTER',
  'KUBERNETES_SERVICE_HOST',
  'KUBERNETES_SERVICE_PORT',
  'HELM_BIN',
  'HELM_PLUGINS',
  'HELM_CACHE_HOME',
  'HELM_CONFIG_HOME',
  'HELM_DATA_HOME',
  'HELM_REGISTRY_CONFIG',
  'HELM_REPOSITORY_CACHE',
  'HELM_REPOSITORY_CONFIG',
  'DOCKER_CERT_PATH',
  'DOCKER_CONFIG',
  'DOCKER_CONTEXT',
  'DOCKER_HOST',
]);

/** The endpoints of AWS, also of single services: `AWS_ENDPOINT_URL_S3`, `AWS_S3_ENDPOINT`. */
const AWS_ENDPOINT = /^AWS_(?:ENDPOINT_URL|.+_ENDPOINT(?:_URL)?$)/;
/** These choose among the endpoints of AWS itself. */
const AWS_OWN_ENDPOINTS = /^AWS_USE_(?:FIPS|DUALSTACK)_ENDPOINT$/;

/** The value of a variable comes from `variables` or `secrets`. */
const MODULE_VARIABLE = 'TF_VAR_';

export const environmentNameSchema = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, { error: 'must be the name of an environment variable' })
  .refine(isForProviders, {
    error: ({ input }) =>
      String(input).startsWith(MODULE_VARIABLE)
        ? 'is the value of a variable; put it into `secrets` under the name of the variable'
        : 'would change the engine, a shell or the network instead of a provider; choose another variable',
  });

/** Returns whether a deployment may set the variable for its providers. */
function isForProviders(name: string): boolean {
  return !(
    NAMES.has(name) ||
    (AWS_ENDPOINT.test(name) && !AWS_OWN_ENDPOINTS.test(name)) ||
    FAMILIES.some((family) => name.startsWith(family)) ||
    SUFFIXES.some((suffix) => name.endsWith(suffix))
  );
}
