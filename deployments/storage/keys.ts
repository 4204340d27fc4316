/** The keys of a deployment's blobs. A uid is new with every incarnation of a name, so none is met twice. */
export interface DeploymentKeys {
  /** Everything that is its own. */
  all: string;
  state: string;
  lock: string;
  /** Which backend of its own the module has, if it has one. */
  backend: string;
  /** States that were replaced, by the time of that. */
  versions: string;
  plan(operationId: string): string;
  /** What the plan was shown to do. */
  planned(operationId: string): string;
  /** The provider versions that a plan was made with. */
  providerLock(operationId: string): string;
  source(digest: string): string;
  /** The files of a plan that is only looked at. */
  rehearsal(operationId: string): string;
}

export function deploymentKeys(organizationId: string, uid: string): DeploymentKeys {
  const all = `${organizationId}/deployments/${uid}/`;
  return {
    all,
    state: `${all}state.json`,
    lock: `${all}lock.json`,
    backend: `${all}backend.json`,
    versions: `${all}versions/`,
    plan: (operationId) => `${all}plans/${operationId}.plan`,
    planned: (operationId) => `${all}plans/${operationId}.json`,
    providerLock: (operationId) => `${all}plans/${operationId}.lock.hcl`,
    source: (digest) => `${all}source/${digest}.json`,
    rehearsal: (operationId) => `${all}rehearsals/${operationId}.json`,
  };
}

const UNMADE = { folder: 'unmade', ending: '.json' };

/** The files of a deployment of which nothing was made. Without a uid: where all of them are. */
export function unmadeKey(organizationId: string, uid: string): string {
  return `${organizationId}/${UNMADE.folder}/${uid === '' ? '' : `${uid}${UNMADE.ending}`}`;
}

/** The uid in such a key. */
export function unmadeOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1, -UNMADE.ending.length);
}
