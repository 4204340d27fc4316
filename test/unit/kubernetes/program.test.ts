import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  keepRunning,
  type RunningProgram,
} from '../../../sandboxes/simulated/kubernetes/program.ts';
import { eventually } from '../../support/eventually.ts';

/** Writes a line, and crashes the first time. */
const CRASHES_ONCE = `
const fs = require('node:fs');
fs.appendFileSync('starts', 'started\\n');
if (fs.readFileSync('starts', 'utf8').split('\\n').length === 2) process.exit(3);
process.stdin.resume().on('end', () => process.exit(0));
`;

let folder: string;
let program: RunningProgram | undefined;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'slipway-program-'));
});
afterEach(async () => {
  await program?.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('a program that has crashed is started again', async () => {
  const reports: string[] = [];
  const definition = { file: process.execPath, args: ['-e', CRASHES_ONCE] };
  const report = (message: string) => reports.push(message);
  program = keepRunning(definition, { cwd: folder, report });
  await eventually(() => readFileSync(path.join(folder, 'starts'), 'utf8').split('\n').length > 2);
  expect(reports).toEqual([expect.stringMatching(/ended unexpectedly \(exit code 3\)/)]);
});
