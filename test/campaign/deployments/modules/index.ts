/** All modules of the campaign. */
import type { CampaignModule } from '../module.ts';
import { CHECKS } from './checks.ts';
import { FILES } from './files.ts';
import { LIFECYCLES } from './lifecycles.ts';
import { LOOPS } from './loops.ts';
import { MOVING } from './moving.ts';
import { NESTING } from './nesting.ts';
import { PROVIDERS } from './providers.ts';
import { SECRETS } from './secrets.ts';
import { VALUES } from './values.ts';

export const MODULES: readonly CampaignModule[] = [
  ...LOOPS,
  ...MOVING,
  ...LIFECYCLES,
  ...CHECKS,
  ...VALUES,
  ...SECRETS,
  ...FILES,
  ...NESTING,
  ...PROVIDERS,
];
