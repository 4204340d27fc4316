/**
 * The keys of a deployment's blobs. A deployment that is created again under its old name has a new uid,
 * so keys are never reused.
 */
export interface DeploymentKeys {
  /** The prefix of all other keys. */
  all: string;
  state: string;
  lock: string;
  /** The space that a run keeps free for its state. */
  reserve: string;
  /** The type of the module's own backend and a hash of its configuration, if it has one. */
  backend: string;
  /** The key that masks secrets in addresses. */
  mask: string;
  /** Says under which name the deployment was created. */
  name(name: string): string;
  /** The prefix of that note. */
  names: string;
  /** Says who wrote the state. */
  stateNote: string;
  /** The prefix of earlier states; the key of each is the time of its replacement. */
  versions: string;
  /** The prefix of the notes about these, which have the same names. */
  versionNotes: string;
  /** The plan file, which only the engine reads. */
  plan(operationId: string): string;
  /** The resources of the plan as clients have seen them. */
  plannedResources(operationId: string): string;
  /** Hashes of the values of that plan, with which a later plan is compared. */
  plannedValues(operationId: string): string;
  /** The provider versions that made the plan. */
  providerLock(operationId: string): string;
  /** The state that the operation brings, until it becomes the current one. */
  stagedState(operationId: string): string;
  /** The prefix of the five above. */
  plans: string;
  /** The plan as clients see it. It remains after the operation. */
  planView(operationId: string): string;
  /** The prefix of these, and the order of their operations. */
  planViews: string;
  planOrder: string;
  source(digest: string): string;
  /** The prefix of the sources. */
  sources: string;
  /** Says that a source is in the archive with this digest. */
  archiveUse(digest: string): string;
  /** The list of sources that an operation has superseded. */
  superseded: string;
  /** The module's files for one preview. */
  previewSource(operationId: string): string;
}

export function deploymentKeys(organizationId: string, uid: string): DeploymentKeys {
  const all = `${deploymentsOf(organizationId)}${uid}/`;
  return {
    all,
    state: `${all}state.json`,
    lock: `${all}lock.json`,
    reserve: `${all}reserve`,
    backend: `${all}backend.json`,
    mask: `${all}mask.key`,
    name: (name) => `${all}${NAMES}${name}`,
    names: `${all}${NAMES}`,
    stateNote: `${all}state-note.json`,
    versions: `${all}versions/`,
    versionNotes: `${all}version-notes/`,
    plan: (operationId) => `${all}plans/${operationId}.plan`,
    plannedResources: (operationId) => `${all}plans/${operationId}.json`,
    plannedValues: (operationId) => `${all}plans/${operationId}.values.json`,
    providerLock: (operationId) => `${all}plans/${operationId}.lock.hcl`,
    stagedState: (operationId) => `${all}plans/${operationId}.state.json`,
    plans: `${all}plans/`,
    planView: (operationId) => `${all}plan-views/${operationId}.json`,
    planViews: `${all}plan-views/`,
    planOrder: `${all}plan-order.json`,
    source: (digest) => `${all}source/${digest}.json`,
    sources: `${all}source/`,
    archiveUse: (digest) => `${all}source/${digest}${ARCHIVE_USE}`,
    superseded: `${all}superseded.json`,
    previewSource: (operationId) => `${previewSources(organizationId)}${operationId}${SUFFIX}`,
  };
}

const NAMES = 'name/';
const SUFFIX = '.json';
const ARCHIVE_USE = '.archive';

/** The prefix of everything that is stored of an organization's deployments. */
export function deploymentsOf(organizationId: string): string {
  return `${organizationId}/deployments/`;
}

/** The uid of the deployment whose key this is, if it is the note that the deployment has that name. */
export function uidUnderName(
  organizationId: string,
  key: string,
  name: string,
): string | undefined {
  const end = `/${NAMES}${name}`;
  return key.endsWith(end)
    ? key.slice(deploymentsOf(organizationId).length, -end.length)
    : undefined;
}

/** The digest of the archive in a key of `archiveUse`; undefined for other keys. */
export function archiveInUse(key: string): string | undefined {
  if (!key.endsWith(ARCHIVE_USE)) return undefined;
  return key.slice(key.lastIndexOf('/') + 1, -ARCHIVE_USE.length);
}

/** The prefix of the logs of a deployment's operations. They outlive the deployment. */
export function operationLogs(organizationId: string, uid: string): string {
  return `${organizationId}/operation-logs/${uid}/`;
}

/** The order of the operations that have a log. */
export function logOrder(organizationId: string, uid: string): string {
  return `${operationLogs(organizationId, uid)}order.json`;
}

/** The prefix of the log of one operation. */
export function operationLog(organizationId: string, uid: string, operationId: string): string {
  return `${operationLogs(organizationId, uid)}${operationId}/`;
}

/** The prefix of an organization's notes of deployments that are gone, and whose logs are not. */
export function expiringLogs(organizationId: string): string {
  return `${organizationId}/expiring-logs/`;
}

/** @param deletedAt milliseconds since the epoch */
export function expiringLog(organizationId: string, uid: string, deletedAt: number): string {
  return `${expiringLogs(organizationId)}${deletedAt}.${uid}`;
}

/** The prefix of an organization's uploaded archives. */
export function archives(organizationId: string): string {
  return `${organizationId}/archives/`;
}

export function archiveKeys(
  organizationId: string,
  digest: string,
): Record<'archive' | 'index' | 'usedAt', string> {
  const key = `${archives(organizationId)}${digest}`;
  return { archive: `${key}.tar.gz`, index: `${key}${SUFFIX}`, usedAt: `${key}.used` };
}

/** The prefix of an organization's state files, which are uploaded or of released deployments. */
export function stateFiles(organizationId: string): string {
  return `${organizationId}/state-files/`;
}

export function stateFileKeys(
  organizationId: string,
  digest: string,
): Record<'content' | 'note', string> {
  const key = `${stateFiles(organizationId)}${digest}`;
  return { content: `${key}.tfstate`, note: `${key}.note.json` };
}

/** The prefix of an organization's retry sources: files of deployments that were never created. */
export function retrySources(organizationId: string): string {
  return `${organizationId}/retry-sources/`;
}

/**
 * The prefix of an organization's sources of previews. They are outside of their deployments, because the
 * deployment of a previewed creation never exists.
 */
export function previewSources(organizationId: string): string {
  return `${organizationId}/preview-sources/`;
}

/**
 * The prefix of an organization's notes of reserved deployments. A note says under which name a deployment was
 * reserved whose files are stored before its operation has started.
 */
export function reservationNotes(organizationId: string): string {
  return `${organizationId}/reserved-deployments/`;
}

export function reservationNoteKey(organizationId: string, uid: string): string {
  return `${reservationNotes(organizationId)}${uid}${SUFFIX}`;
}

export function retrySourceKey(organizationId: string, uid: string): string {
  return `${retrySources(organizationId)}${uid}${SUFFIX}`;
}

/** The deployment's uid in a key of a retry source or a note, and the operation's id in one of a preview's source. */
export function idInKey(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1, -SUFFIX.length);
}
