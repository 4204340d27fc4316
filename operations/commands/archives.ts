/** Uploads of archives, to which deployments refer. They need neither Temporal nor a worker. */
import type { Readable } from 'node:stream';
import type { Archive } from '../../contract/resources/archive.ts';
import { RequestError } from '../../contract/problems/problem-codes.ts';
import { ArchiveError } from '../../deployments/storage/archive.ts';
import { storeArchive, useArchive, type ArchiveIndex } from '../../deployments/storage/archives.ts';
import type { BlobStore } from '../../deployments/storage/blob-store.ts';
import type { Principal } from '../temporal/calls.ts';

export interface Archives {
  /**
   * Stores an archive under its digest. An archive that is stored already is not read. Throws `payload_too_large`,
   * and `invalid_request` if the content has another digest or is not an archive of a module's files.
   */
  uploadArchive(
    principal: Principal,
    digest: string,
    content: Readable,
  ): Promise<{ archive: Archive; isNew: boolean }>;
  /** Throws `not_found`. */
  archive(principal: Principal, digest: string): Promise<Archive>;
}

export function createArchives(options: {
  blobs: BlobStore;
  maxBytes: number;
  now(): Date;
}): Archives {
  const { blobs, maxBytes } = options;
  const now = () => options.now().getTime();
  const shown = (sha256: string, { bytes, files }: ArchiveIndex): Archive => ({
    sha256,
    bytes,
    files: Object.keys(files).length,
  });

  return {
    async uploadArchive({ organizationId }, digest, content) {
      const upload = { organizationId, digest };
      const stored = await useArchive(blobs, upload, now());
      if (stored !== undefined) return { archive: shown(digest, stored), isNew: false };
      try {
        const index = await storeArchive(blobs, upload, content, { maxBytes, now: now() });
        return { archive: shown(digest, index), isNew: true };
      } catch (error) {
        if (!(error instanceof ArchiveError)) throw error;
        const code = error.isTooLarge ? 'payload_too_large' : 'invalid_request';
        throw new RequestError(code, `The archive ${error.message}`);
      }
    },

    async archive({ organizationId }, digest) {
      const stored = await useArchive(blobs, { organizationId, digest }, now());
      if (stored !== undefined) return shown(digest, stored);
      throw new RequestError('not_found', `Archive ${digest} was not found. Upload it with PUT.`);
    },
  };
}
