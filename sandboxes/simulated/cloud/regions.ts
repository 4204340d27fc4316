import * as z from 'zod';
import type { Region } from '../../../contract/resources/provider-fields.ts';

export const regionSchema = z.enum([
  'sim-central-1',
  'sim-east-1',
  'sim-west-1',
] as const satisfies readonly Region[]);
