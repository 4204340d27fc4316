/** A blob store in memory, for tests that need no files. */
import { buffer } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import type { BlobStore } from '../../../deployments/storage/blob-store.ts';

export function memoryBlobs(stored: Map<string, Buffer> = new Map<string, Buffer>()): BlobStore {
  return {
    get: async (key) => stored.get(key),
    async put(key, content) {
      stored.set(key, content);
    },
    async putStream(key, content) {
      stored.set(key, await buffer(Readable.from(content)));
    },
    async getStream(key) {
      const content = stored.get(key);
      return content && Readable.from([content]);
    },
    async putNew(key, content) {
      if (stored.has(key)) return false;
      stored.set(key, content);
      return true;
    },
    async remove(key) {
      stored.delete(key);
    },
    list: async (prefix) => [...stored.keys()].filter((key) => key.startsWith(prefix)).toSorted(),
  };
}
