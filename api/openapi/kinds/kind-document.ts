/** The part of the document about one kind of resource that does not follow from its schemas. */
import type { RecordOf } from '../../../contract/resources/schemas.ts';
import type { ProblemCode } from '../../../contract/problems/problem-codes.ts';
import type { ResourceType, TypesWith } from '../../../contract/vocabulary.ts';

type Descriptions = Readonly<Record<string, string>>;

export interface KindDocument<Type extends ResourceType> {
  /** The name of the kind's schema. The names of its other schemas contain this name. */
  title: Capitalize<Type>;
  tag: string;
  tagDescription: string;
  /** The title of each request, by verb. */
  summaries: { create: string } & Partial<Record<'update' | 'delete', string>>;
  /** A description of the list, in addition to its order. */
  listDescription?: string;
  createDescription: string;
  updateDescription?: string;
  deleteDescription?: string;
  /** The problems of each request, in addition to those that all kinds share. */
  problems: {
    create: readonly ProblemCode[];
    update?: readonly ProblemCode[];
    delete?: readonly ProblemCode[];
  };
  examples: { record: RecordOf<Type>; createRequest: object } & (Type extends TypesWith<'update'>
    ? { updateRequest: object }
    : unknown);
  /** Descriptions of the schemas (`self`) and of their fields. */
  descriptions: Partial<
    Record<'record' | 'spec' | 'createRequest' | 'updateRequest', Descriptions>
  >;
}

/** The fields that the records of all kinds share. */
export const RECORD_DESCRIPTIONS = {
  id: 'The name that the user chose. Unique within its organization and collection.',
  uid: 'The unique id. A resource that is deleted and created again with the same name has a new one.',
  statusReason: 'Why the status is `failed`.',
  outputs: 'Values for the users of the resource, for example an endpoint.',
  usedBy:
    'The resources that use this one, and keep it from being deleted. Absent in lists, and if there are none.',
  operationId: 'The operation that is changing the resource, or changed it last.',
};
