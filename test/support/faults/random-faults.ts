/** Random faults for clusters whose node groups have names from `GROUPS`. */
import * as fc from 'fast-check';
import type { Fault } from '../../../contract/providers/simulation.ts';

export const GROUPS = ['blue', 'green', 'red'];

/** At the call, or in the work that it has begun. The latter has no response that could be lost. */
const CALLS = fc.record({
  when: fc.constantFrom('create' as const, 'update' as const, 'delete' as const),
  kind: fc.constantFrom(
    'error' as const,
    'throttle' as const,
    'quota' as const,
    'lost_response' as const,
    'hang' as const,
    'slow' as const,
  ),
});
const COURSES = fc.record({
  when: fc.constantFrom('ready' as const, 'updated' as const),
  kind: fc.constantFrom('error' as const, 'error' as const, 'hang' as const, 'slow' as const),
});
const SUBJECTS: fc.Arbitrary<Pick<Fault, 'type' | 'name'>> = fc.constantFrom(
  ...GROUPS.map((name) => ({ type: 'node_group', name })),
  { type: 'node_group' },
  { type: 'launch_template' },
  { type: 'control_plane' },
  { type: 'addon' },
  { type: 'addon', name: 'coredns' },
  { type: 'iam_role' },
  { type: 'security_group' },
  { type: 'event_rule' },
);

/** A fault that an operation may survive, or not. */
export const someFault: fc.Arbitrary<Fault> = fc
  .tuple(SUBJECTS, fc.oneof(CALLS, COURSES), fc.boolean(), fc.integer({ min: 1, max: 2 }))
  .map(([subject, moment, isFinal, times]) => ({
    ...subject,
    ...moment,
    ...(moment.kind === 'error' && isFinal && { code: 'AccessDenied' }),
    times,
  }));
/** A failure that comes `times` times, of a change that every retry makes again. */
export const stubbornFault: fc.Arbitrary<Fault> = fc
  .tuple(
    SUBJECTS,
    fc.constantFrom(
      { when: 'create' as const, kind: 'error' as const, code: 'AccessDenied' },
      { when: 'create' as const, kind: 'quota' as const },
      { when: 'update' as const, kind: 'error' as const, code: 'AccessDenied' },
      { when: 'ready' as const, kind: 'error' as const },
      { when: 'updated' as const, kind: 'error' as const },
      { when: 'delete' as const, kind: 'error' as const, code: 'AccessDenied' },
    ),
    fc.integer({ min: 2, max: 4 }),
  )
  .map(([subject, moment, times]) => ({ ...subject, ...moment, times }));
