/** Turns what `get` shows of a resource into the request that creates it. */
import { isSpec, type Spec } from './spec.ts';

/** The fields of resources that only the service sets. */
const READ_ONLY = new Set(
  [
    'id uid organizationId status statusReason outputs withheldOutputs operationId createdAt updatedAt',
    'externalClusterId externalStatus trustPolicy usedBy',
  ].flatMap((line) => line.split(' ')),
);
/** The same inside of a spec. The source of a deployment has only the names of the files, not their text. */
const READ_ONLY_OF_SPEC = new Set(['externalId', 'source']);

/**
 * Returns the fields of a request, and the names of those that were left out. Requests have no
 * `spec`, so content without one is a request already. Fields that nobody knows stay, so that the service refuses them.
 */
export function requestOf(content: Spec): { spec: Spec; leftOut: string[] } {
  const { spec, ...fields } = content;
  if (!isSpec(spec)) return { spec: content, leftOut: [] };
  const isReadOnly = (field: string) => READ_ONLY.has(field);
  const isReadOnlyOfSpec = (field: string) =>
    READ_ONLY_OF_SPEC.has(field) && !isTextOfFiles(spec, field);
  return {
    spec: { ...without(fields, isReadOnly), ...without(spec, isReadOnlyOfSpec) },
    leftOut: [
      ...Object.keys(fields).filter(isReadOnly),
      ...Object.keys(spec)
        .filter(isReadOnlyOfSpec)
        .map((field) => `spec.${field}`),
    ],
  };
}

/** True if the user has put the text of the files into the spec. */
function isTextOfFiles(spec: Spec, field: string): boolean {
  const source = spec[field];
  return field === 'source' && isSpec(source) && isSpec(source['files']);
}

function without(fields: Spec, isLeftOut: (field: string) => boolean): Spec {
  return Object.fromEntries(Object.entries(fields).filter(([field]) => !isLeftOut(field)));
}
