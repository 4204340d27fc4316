import type { components } from '../../client/openapi.ts';
import type { LogLine } from '../../client/streams/log.ts';
import type { ListedOperation, Operation } from '../../client/types.ts';
import type { ResourceStatus, ResourceType } from '../../contract/vocabulary.ts';

export type Resource = components['schemas']['ProgressResource'];
export type OperationPlan = components['schemas']['OperationPlan'];
export type PlannedChange = components['schemas']['PlannedChange'];
export type TimelineItem = components['schemas']['TimelineItem'];
export type OperationKind = Operation['operation'];
export type OperationStatus = Operation['status'];
export type Stage = Operation['progress']['stage'];
export type LedgerItem = components['schemas']['LedgerItem'];
export type { ListedOperation, LogLine, Operation };

/** The fields that records of all kinds share, and those that only some kinds have. */
export interface ResourceRecord {
  id: string;
  uid: string;
  status: ResourceStatus;
  statusReason?: string;
  provider?: string;
  region?: string;
  spec: object;
  outputs: Record<string, string>;
  networkId?: string;
  connectionId?: string;
  usedBy?: readonly { resourceType: ResourceType; resourceId: string }[];
  operationId: string;
  createdAt: string;
  updatedAt: string;
}

export interface Page<Item> {
  items: readonly Item[];
  /** Absent on the last page. */
  marker?: string;
  /** How many items match on all pages together. */
  total?: number;
}

/** The URNs of a resource's dependencies, by the URN of the resource. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;
