/** State files of an organization, which deployments adopt. They need neither Temporal nor a worker. */
import type { Readable } from 'node:stream';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import type { StateFile } from '../../contract/resources/state.ts';
import { StateFileError } from '../../deployments/state/state-file.ts';
import { readUpload, storeStateFile, useStateFile } from '../../deployments/state/state-uploads.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import { stateFileKeys } from '../../deployments/storage/keys.ts';
import type { Principal } from '../temporal/calls.ts';
import type { StateAccess } from './access.ts';

export interface StateFiles {
  /**
   * Stores a state under its digest. Throws `payload_too_large`, and `invalid_request` if the content has another
   * digest or is no state.
   */
  uploadState(principal: Principal, digest: string, content: Readable): Promise<StateFile>;
  /** Throws `not_found`. */
  stateFile(principal: Principal, digest: string): Promise<StateFile>;
  /** The bytes of the file. Throws `state_read_refused` and `not_found`. */
  stateFileContent(principal: Principal, digest: string): Promise<Buffer>;
}

export function createStateFiles(deps: {
  blobs: BlobStore;
  access: StateAccess;
  now(): Date;
}): StateFiles {
  const { blobs, access } = deps;
  const now = () => deps.now().getTime();

  return {
    async uploadState({ organizationId }, digest, content) {
      try {
        const state = await readUpload(content, digest);
        return await storeStateFile(blobs, organizationId, state, now());
      } catch (error) {
        if (!(error instanceof StateFileError)) throw error;
        const code = error.isTooLarge ? 'payload_too_large' : 'invalid_request';
        throw new RequestError(code, `The state ${error.message}`);
      }
    },

    async stateFile({ organizationId }, digest) {
      const stored = await useStateFile(blobs, { organizationId, digest }, now());
      if (stored !== undefined) return stored;
      throw fileNotFound(digest);
    },

    async stateFileContent(principal, digest) {
      access.requireRead(principal);
      const content = await blobs.get(stateFileKeys(principal.organizationId, digest).content);
      if (content === undefined) throw fileNotFound(digest);
      return content;
    },
  };
}

function fileNotFound(digest: string): RequestError {
  return new RequestError(
    'not_found',
    `State file ${digest} was not found. Upload it with PUT. It is kept for 30 days after its last use.`,
  );
}
