import type { components } from '../../client/openapi.ts';
import type { ListedOperation, Operation } from '../../client/types.ts';

export type Resource = components['schemas']['ProgressResource'];
export type TimelineItem = components['schemas']['TimelineItem'];
export type OperationKind = Operation['operation'];
export type OperationStatus = Operation['status'];
export type Stage = Operation['progress']['stage'];
export type { ListedOperation, Operation };

/** The URNs of a resource's dependencies, by the URN of the resource. */
export type Dependencies = ReadonlyMap<string, readonly string[]>;
