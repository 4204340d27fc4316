import * as z from 'zod';
import { timestampSchema } from '../timestamp.ts';
import { urnSchema } from './operation.ts';

/** The types of items in a timeline, in the order in which they can occur. */
const TIMELINE_TYPES = [
  'operation.accepted',
  'operation.stage',
  'operation.step_failed',
  'operation.confirmed',
  'operation.discarded',
  'operation.cancel_requested',
  'step.started',
  'step.waited',
  'step.retried',
  'step.succeeded',
  'step.failed',
  'step.canceled',
  'operation.succeeded',
  'operation.failed',
  'operation.canceled',
  'operation.terminated',
] as const;

/** One item of a timeline. */
export const timelineItemSchema = z.object({
  /** The number of the event in the workflow's history. Grows from item to item. */
  sequence: z.int().min(1),
  at: timestampSchema,
  type: z.enum(TIMELINE_TYPES),
  /** The URN of the node that the item is about. */
  urn: urnSchema.optional(),
  message: z.string().min(1).max(2048),
});
export type TimelineItem = z.infer<typeof timelineItemSchema>;

export const timelineSchema = z.object({
  items: z.array(timelineItemSchema).max(100),
  /** The marker for the next page; absent on the last page. */
  marker: z.string().optional(),
});
export type Timeline = z.infer<typeof timelineSchema>;
