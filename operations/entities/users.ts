/** Which resources use a resource, by the attachments in the memo of its entity. */
import type { ResourceReference } from '../../contract/resources/resource.ts';
import type { ResourceRecord } from '../../contract/resources/schemas.ts';
import type { ResourceMemo } from '../../contract/temporal/entity.ts';
import { RESOURCE_KINDS, RESOURCE_TYPES } from '../../contract/vocabulary.ts';

/** Adds the users of the resource to its record. A record without users stays as it is. */
export function withUsers<Kind extends ResourceRecord>(
  record: Kind,
  { attachments = {} }: Pick<ResourceMemo, 'attachments'>,
): Kind {
  const usedBy = Object.keys(attachments).toSorted().flatMap(userOf);
  return usedBy.length === 0 ? record : { ...record, usedBy };
}

/** An attachment is named by collection and id. One without a collection is that of a cluster to its network. */
function userOf(attachment: string): ResourceReference[] {
  const [collection = '', resourceId] = attachment.split('/');
  if (resourceId === undefined) return [{ resourceType: 'cluster', resourceId: attachment }];
  const resourceType = RESOURCE_TYPES.find(
    (type) => RESOURCE_KINDS[type].collection === collection,
  );
  return resourceType === undefined ? [] : [{ resourceType, resourceId }];
}
