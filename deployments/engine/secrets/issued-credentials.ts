/**
 * Remembers which credentials the runs of a deployment have had. A module can read its own environment and keep
 * what it finds, in its plan or state. A later run has other credentials and would show the earlier ones, so its
 * redaction must know them, too. They are only in the memory of this worker.
 */
import { LRUCache } from 'lru-cache';

const MAX_DEPLOYMENTS = 1_000;
/** Of one deployment: about ten runs with three values each. */
const MAX_VALUES = 30;

export interface IssuedCredentials {
  /** Adds the values of a new run. Returns them and those of earlier runs, the latest first. */
  add(deploymentUid: string, values: readonly string[]): readonly string[];
}

export function createIssuedCredentials(): IssuedCredentials {
  const known = new LRUCache<string, readonly string[]>({ max: MAX_DEPLOYMENTS });
  return {
    add(deploymentUid, values) {
      const earlier = known.get(deploymentUid) ?? [];
      const all = [...new Set([...values, ...earlier])].slice(0, MAX_VALUES);
      if (all.length > 0) known.set(deploymentUid, all);
      return all;
    },
  };
}
