/** The requests that change resources, and those that are refused, on one stack. */
import { badInput } from './life/bad-input.ts';
import { connections } from './life/connections.ts';
import { idempotency } from './life/idempotency.ts';
import { networks } from './life/networks.ts';
import { startLife } from './life/scene.ts';
import { temporalAway } from './life/temporal-away.ts';
import { tenants } from './life/tenants.ts';
import { updates } from './life/updates.ts';

const scene = startLife();
// The first three look at the whole cloud, and leave nothing in it.
badInput(scene);
networks(scene);
connections(scene);
tenants(scene);
updates(scene);
temporalAway(scene);
// Last, because it leaves many operations running.
idempotency(scene);
