import type * as z from 'zod';
import type { PlanRow } from '../../kubernetes/plan-rows.ts';
import type { KINDS, KindName } from '../kinds/kinds.ts';

/** One node in AWS, with the properties of its kind. */
export type AwsRow = {
  [Type in KindName]: PlanRow<Type, z.input<(typeof KINDS)[Type]['properties']>>;
}[KindName];
