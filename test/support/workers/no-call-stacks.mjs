/**
 * Loaded into a worker's process before everything else: the workflow thread then collects no call stacks. The
 * SDK makes a stack trace for each promise of a workflow, for the tab "Call Stack" of Temporal's Web UI, and
 * offers no setting for it. That takes a fifth of what a worker computes, and no test reads the call stacks. The
 * workers that `npm start` starts in tests do collect them.
 */
import v8 from 'node:v8';
import { isMainThread } from 'node:worker_threads';

// Only the SDK finds the hooks here. Node, which needs them for AsyncLocalStorage, has a reference of its own.
if (!isMainThread) v8.promiseHooks = { createHook: () => () => {} };
