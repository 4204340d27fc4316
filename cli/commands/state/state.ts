/** The commands on the state of a deployment. */
import { group } from '../shared/command.ts';
import { pushState, releaseDeployment, rollbackState } from './changes.ts';
import { downloadFile } from './files.ts';
import { diffVersions, downloadState, listVersions, showVersion } from './versions.ts';

export const state = group('state', [], 'Read and replace the states of a deployment', [
  listVersions,
  showVersion,
  diffVersions,
  downloadState,
  rollbackState,
  pushState,
  releaseDeployment,
  downloadFile,
]);
