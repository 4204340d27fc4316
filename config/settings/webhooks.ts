import * as z from 'zod';
import { list } from './types.ts';

/** The settings of webhooks, a part of the schema of all settings. */
export const webhookSettings = {
  /** The directory for files with the secrets of webhooks. Defaults to one in SLIPWAY_DATA_DIR. */
  SLIPWAY_WEBHOOKS_DIR: z.string().min(1).optional(),
  /** The APIs of forges that are elsewhere than usual, by the host of the forge. */
  SLIPWAY_FORGE_APIS: list(
    /^[a-z0-9.-]+(:\d+)?=https?:\/\/[^\s,]+$/,
    'must be like git.example.com=https://api.example.com/v3, several with commas between them',
  ).prefault(''),
};
