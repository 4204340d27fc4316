/** The plan of a cluster or network, attribute by attribute: a comparison of what the ledger has with what is wanted. */
import type {
  OperationPlan,
  PlanAttribute,
  PlannedChange,
} from '../../contract/operations/plan.ts';
import {
  attributesOf,
  createBudget,
  type AttributeDisplay,
  type Sides,
} from '../../contract/plans/attributes.ts';
import { alignMeaning } from '../../contract/plans/same-meaning.ts';
import type { JsonObject, PlannedNode } from '../../contract/resources/graph.ts';

/** Properties that say how Slipway works on a node, and nothing of its resource in the cloud. */
const INTERNAL: ReadonlySet<string> = new Set(['waitsFor', 'simulation']);

/** Specs and nodes refer to secrets, and have none. */
const DISPLAY: AttributeDisplay = {
  redact: (text) => text,
  showValues: true,
  json: (value) => JSON.stringify(value) ?? 'null',
  isObject: (value): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value),
  wholeLists: true,
};

/** The spec of a cluster before and after an update. */
export interface SpecChange {
  before: unknown;
  after: unknown;
}

/** @param spec absent if the operation changes no spec */
export function cloudPlan(nodes: readonly PlannedNode[], spec?: SpecChange): OperationPlan {
  const budget = createBudget();
  const changes = spec === undefined ? {} : { spec: budget.fitting(specChanges(spec)) };
  const resources = nodes
    .filter(({ operation }) => operation !== 'same')
    .map((node): PlannedChange => {
      const reason = reasonOf(node, spec !== undefined);
      return {
        address: `${node.type}/${node.name}`,
        type: node.type,
        name: node.name,
        operation: node.operation,
        ...(reason !== undefined && { reason }),
        attributes: budget.fitting(nodeChanges(node)),
      };
    });
  const plan = { ...changes, resources, outputs: [] };
  return budget.isExceeded() ? { ...plan, truncated: true } : plan;
}

function specChanges({ before, after }: SpecChange): PlanAttribute[] {
  const [from, to] = alignMeaning(before, after);
  return attributesOf({ before: from, after: to }, [], DISPLAY);
}

/** Only an update deletes something because it is no longer wanted. A deletion deletes everything. */
function reasonOf({ operation, why }: PlannedNode, isUpdate: boolean): PlannedChange['reason'] {
  return why?.reason ?? (operation === 'delete' && isUpdate ? 'not_wanted' : undefined);
}

function nodeChanges(node: PlannedNode): PlanAttribute[] {
  const fixed = (node.why?.properties ?? []).map((property) => [property]);
  return attributesOf(sidesOf(node), fixed, DISPLAY);
}

function sidesOf({ operation, properties, previous, cloudId }: PlannedNode): Sides {
  const own = { ...(cloudId !== undefined && { id: cloudId }) };
  if (operation === 'delete') {
    return { before: { ...own, ...shown(previous?.properties ?? properties) }, after: undefined };
  }
  const unknown = cloudId === undefined ? { id: true } : undefined;
  const wanted = shown(properties);
  if (previous === undefined) {
    const before = cloudId === undefined ? undefined : own;
    return { before, after: { ...own, ...wanted }, unknown };
  }
  const [from, to] = alignMeaning(shown(previous.properties), wanted).map(fieldsOf);
  // The id of what is changed in place stays.
  const id = previous.cloudId ?? cloudId;
  const before = { ...(id !== undefined && { id }), ...from };
  return { before, after: { ...own, ...to }, unknown };
}

function shown(properties: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !INTERNAL.has(name)));
}

function fieldsOf(side: unknown): Record<string, unknown> {
  return DISPLAY.isObject(side) ? side : {};
}
