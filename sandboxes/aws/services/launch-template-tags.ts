import { xmlSet, xmlText } from '../proxy/answers.ts';
import type { Answer, Call } from '../proxy/call.ts';

/** Tags that are added to a launch template later. moto only returns the tags of its create. */
export function createLaunchTemplateTags() {
  /** The added tags by id of the launch template. The value undefined means that the tag was removed. */
  const tags = new Map<string, Record<string, string | undefined>>();

  function withTags(item: string): string {
    const late = tags.get(xmlText(item, 'launchTemplateId') ?? '');
    const set = xmlSet(item, 'tagSet');
    if (late === undefined || set === undefined) return item;
    const kept = set.items.filter((it) => !((xmlText(it, 'key') ?? '') in late));
    const added = Object.entries(late).flatMap(([key, value]) =>
      value === undefined ? [] : [`<item><key>${key}</key><value>${value}</value></item>`],
    );
    return set.before + [...kept, ...added].join('') + set.after;
  }

  return {
    note({ action, params, tags: named }: Call): void {
      const isGone = action === 'DeleteTags';
      const set = Object.fromEntries(
        Object.entries(named).map(([key, value]) => [key, isGone ? undefined : value]),
      );
      for (const [name, id] of Object.entries(params)) {
        if (name.startsWith('ResourceId.')) tags.set(id, { ...tags.get(id), ...set });
      }
    },
    shown(answer: Answer): Answer {
      const set = xmlSet(answer.body, 'launchTemplates');
      if (set === undefined) return answer;
      return { ...answer, body: set.before + set.items.map(withTags).join('') + set.after };
    },
  };
}
