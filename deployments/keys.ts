/** The keys of a deployment's blobs. A uid is new with every incarnation of a name, so none is met twice. */
export interface DeploymentKeys {
  /** Everything that is its own. */
  all: string;
  state: string;
  lock: string;
  /** States that were replaced, by the time of that. */
  versions: string;
  plan(operationId: string): string;
  /** What the plan was shown to do. */
  planned(operationId: string): string;
  /** The provider versions that a plan was made with. */
  providerLock(operationId: string): string;
  source(digest: string): string;
}

export function deploymentKeys(organizationId: string, uid: string): DeploymentKeys {
  const all = `${organizationId}/deployments/${uid}/`;
  return {
    all,
    state: `${all}state.json`,
    lock: `${all}lock.json`,
    versions: `${all}versions/`,
    plan: (operationId) => `${all}plans/${operationId}.plan`,
    planned: (operationId) => `${all}plans/${operationId}.json`,
    providerLock: (operationId) => `${all}plans/${operationId}.lock.hcl`,
    source: (digest) => `${all}source/${digest}.json`,
  };
}
