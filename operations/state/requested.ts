/** Checks the state that a request brings, before its operation starts. */
import { timeOfId } from '../../contract/ids.ts';
import { faulty } from '../../contract/parse.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { CreateRequestOf, UpdateRequestOf } from '../../contract/resources/schemas.ts';
import type { StateSource } from '../../contract/temporal/engine.ts';
import { pinnedBackend } from '../../deployments/state/pinned-backend.ts';
import type { StateSummary } from '../../deployments/state/state-file.ts';
import { useStateFile } from '../../deployments/state/state-uploads.ts';
import { listVersions } from '../../deployments/state/state-versions.ts';
import { deploymentKeys } from '../../deployments/storage/keys.ts';
import type { KindDeps } from '../kinds/resource-kind.ts';
import { stateElsewhere } from './reader.ts';

type Deps = Pick<KindDeps, 'blobs' | 'newId'>;

/** Returns the state that a new deployment adopts. Throws `invalid_request` if it is not uploaded. */
export async function createdState(
  deps: Deps,
  organizationId: string,
  state: CreateRequestOf<'deployment'>['state'],
): Promise<{ run?: { state: StateSource } }> {
  if (state === undefined) return {};
  await uploaded(deps, organizationId, state.file);
  return { run: { state: { file: state.file, onVersion: 0 } } };
}

/**
 * Returns the state that a deployment gets. Throws `invalid_request`, `state_elsewhere`, and without `force`,
 * `lineage_mismatch` and `serial_not_newer`.
 */
export async function patchedState(
  deps: Deps,
  { organizationId, uid, name }: { organizationId: string; uid: string; name: string },
  state: UpdateRequestOf<'deployment'>['state'],
): Promise<{ state?: StateSource }> {
  if (state === undefined) return {};
  const { blobs } = deps;
  const keys = deploymentKeys(organizationId, uid);
  const backend = await pinnedBackend(blobs, keys);
  if (backend !== undefined) throw stateElsewhere(name, backend.type);
  const versions = await listVersions(blobs, keys);
  const current = versions.find(({ isCurrent }) => isCurrent);
  const onVersion = current?.number ?? 0;
  const { file, version, force = false } = state;
  if (file !== undefined) {
    const summary = await uploaded(deps, organizationId, file);
    if (current !== undefined && !force) refuseForeign(summary, current.summary);
    return { state: { file, onVersion } };
  }
  const chosen = versions.find(({ number }) => number === version);
  if (chosen === undefined || chosen.isCurrent) {
    const detail = chosen?.isCurrent
      ? 'is the current version'
      : `is not stored; GET /deployments/${name}/state/versions lists the versions`;
    throw faulty('invalid_request', 'patch', [{ pointer: '/state/version', detail }]);
  }
  return { state: { version: chosen.number, onVersion } };
}

async function uploaded(deps: Deps, organizationId: string, digest: string): Promise<StateSummary> {
  const now = timeOfId(deps.newId());
  const summary = await useStateFile(deps.blobs, { organizationId, digest }, now);
  if (summary !== undefined) return summary;
  const detail = `is not uploaded, or was not used for 30 days; upload it with PUT /state-files/${digest}`;
  throw faulty('invalid_request', 'body', [{ pointer: '/state/file', detail }]);
}

/** The same rules as those of the engines' `state push`. */
function refuseForeign(file: StateSummary, current: StateSummary): void {
  if (file.lineage !== current.lineage) {
    throw new RequestError(
      'lineage_mismatch',
      `The state file has the lineage ${file.lineage}, and the state of the deployment has ${current.lineage}, so it belongs to other resources. If you are sure, send force: true.`,
    );
  }
  if (file.serial <= current.serial) {
    throw new RequestError(
      'serial_not_newer',
      `The state file has the serial ${file.serial}, and the state of the deployment has ${current.serial}, so it is not newer. If you are sure, send force: true.`,
    );
  }
}
