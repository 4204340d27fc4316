import { humanize } from '../labels.ts';
import type { Resource } from '../types.ts';

/** Returns "3 to create, 1 to delete, 20 unchanged." */
export function previewCounts(resources: readonly Resource[]): string {
  const counts = new Map<string, number>();
  for (const { operation, status } of resources) {
    const word = status === 'unchanged' ? 'unchanged' : `to ${operation}`;
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  if (counts.size === 0) return 'There is nothing to do.';
  return `${humanize([...counts].map(([word, count]) => `${count} ${word}`).join(', '))}.`;
}
