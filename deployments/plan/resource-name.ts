import { createHash } from 'node:crypto';

const MAX_NAME_LENGTH = 128;
const MAX_TYPE_LENGTH = 64;

/**
 * The type and name of a resource for its URN. For example, `module.net["eu"].random_id.a[0]` has the name
 * `module.net.eu.a.0`. Characters that a URN does not allow are replaced, and a hash of the address is
 * appended to keep the name unique.
 */
export function nameOf(address: string, type: string): { type: string; name: string } {
  const without = address.replace(`${type}.`, '');
  const plain = without
    .replaceAll(/\[(\d+)\]/g, '.$1')
    .replaceAll(/\["([A-Za-z_-][A-Za-z0-9_-]*)"\]/g, '.$1');
  const fits = /^[A-Za-z0-9._-]+$/.test(plain) && plain.length <= MAX_NAME_LENGTH;
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 8);
  const lossy = plain.replaceAll(/["\]]/g, '').replaceAll(/[^A-Za-z0-9._-]+/g, '-');
  return {
    type: type
      .toLowerCase()
      .replaceAll(/[^a-z0-9_]/g, '_')
      .slice(0, MAX_TYPE_LENGTH),
    name: fits ? plain : `${lossy.slice(0, MAX_NAME_LENGTH - hash.length - 1)}-${hash}`,
  };
}
