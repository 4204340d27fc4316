/**
 * The versions of Kubernetes in the simulated cloud, and how they age: a version becomes the default, leaves
 * the standard support, then the extended one, and is then refused. The cloud hosts the releases of one
 * build for years, so its dates are later than those of real clouds. Its newest version stays for good,
 * so that the cloud can always make clusters.
 */
import type { OfferedVersion } from '../kubernetes/versions.ts';

interface Life {
  version: string;
  /** From when the version is the default. */
  defaultFrom: string;
  standardUntil: string;
  extendedUntil: string;
}

/** Oldest first. */
const LIVES: readonly Life[] = [
  {
    version: '1.31',
    defaultFrom: '2024-11-01',
    standardUntil: '2028-01-01',
    extendedUntil: '2029-01-01',
  },
  {
    version: '1.32',
    defaultFrom: '2025-03-01',
    standardUntil: '2028-07-01',
    extendedUntil: '2029-07-01',
  },
  {
    version: '1.33',
    defaultFrom: '2025-07-01',
    standardUntil: '2029-01-01',
    extendedUntil: '2030-01-01',
  },
  {
    version: '1.34',
    defaultFrom: '2028-01-01',
    standardUntil: '9999-01-01',
    extendedUntil: '9999-01-01',
  },
];

/** Returns the versions at a time, oldest first. @param now milliseconds since the epoch */
export function versionsAt(now: number): OfferedVersion[] {
  const isPast = (date: string) => Date.parse(date) <= now;
  const isDefault = LIVES.findLastIndex(({ defaultFrom }) => isPast(defaultFrom));
  return LIVES.map(({ version, standardUntil, extendedUntil }, index) => ({
    version,
    isDefault: index === Math.max(isDefault, 0),
    support: !isPast(standardUntil) ? 'standard' : isPast(extendedUntil) ? 'none' : 'extended',
  }));
}
