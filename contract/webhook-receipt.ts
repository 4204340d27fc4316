import * as z from 'zod';

/** The answer to a forge. Forges show it in their list of deliveries, for people. */
export const webhookReceiptSchema = z.object({
  deliveryId: z.string(),
  status: z.enum(['accepted', 'ignored']),
  /** Why nothing follows from the delivery. */
  reason: z.string().optional(),
});
export type WebhookReceipt = z.infer<typeof webhookReceiptSchema>;
