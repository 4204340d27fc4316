/** How clients follow operations: polls, waits, streams and the typed client. One stack for all. */
import { typedClient } from './polling/client.ts';
import { conditional } from './polling/conditional.ts';
import { estimates } from './polling/estimates.ts';
import { events } from './polling/events.ts';
import { operatorActions } from './polling/operator-actions.ts';
import { startPolling } from './polling/scene.ts';
import { waits } from './polling/waiting.ts';

const scene = startPolling();
conditional(scene);
waits(scene);
events(scene);
estimates(scene);
typedClient(scene);
operatorActions(scene);
