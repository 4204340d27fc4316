import * as z from 'zod';
import { timestampSchema, urnSchema } from './operation.ts';

/** What can happen in an operation's life, each in the order in which it may. */
const TIMELINE_TYPES = [
  'operation.accepted',
  'operation.stage',
  'operation.step_failed',
  'operation.cancel_requested',
  'step.started',
  'step.succeeded',
  'step.failed',
  'step.canceled',
  'operation.succeeded',
  'operation.failed',
  'operation.canceled',
  'operation.terminated',
] as const;

/** Something that happened. */
export const timelineItemSchema = z.object({
  /** Grows from item to item; the number of the event in the workflow's history. */
  sequence: z.int().min(1),
  at: timestampSchema,
  type: z.enum(TIMELINE_TYPES),
  /** Of the cloud resource that it is about. */
  urn: urnSchema.optional(),
  message: z.string().min(1).max(2048),
});
export type TimelineItem = z.infer<typeof timelineItemSchema>;

export const timelineSchema = z.object({
  items: z.array(timelineItemSchema).max(100),
  /** For the next page; absent on the last one. */
  marker: z.string().optional(),
});
export type Timeline = z.infer<typeof timelineSchema>;
