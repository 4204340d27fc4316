/**
 * Runs every command against the real service. Most commands run in the test's process. The program itself
 * runs in a pipe and in a pseudo-terminal where signals, streams or the screen matter.
 */
import { changes } from './commands/changes.ts';
import { connections } from './commands/connections.ts';
import { deployments } from './commands/deployments.ts';
import { operations } from './commands/operations.ts';
import { others } from './commands/others.ts';
import { resources } from './commands/resources.ts';
import { startScene } from './commands/scene.ts';
import { terminals } from './commands/terminals.ts';

const scene = startScene();
resources(scene);
operations(scene);
others(scene);
changes(scene);
connections(scene);
deployments(scene);
terminals(scene);
