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

test('a program is prepared before each start, and started even if that fails', async () => {
  const reports: string[] = [];
  let prepared = 0;
  const definition = {
    file: process.execPath,
    args: ['-e', CRASHES_ONCE],
    prepare: () => {
      prepared += 1;
      return prepared === 1 ? Promise.resolve() : Promise.reject(new Error('not now'));
    },
  };
  const report = (message: string) => reports.push(message);
  program = keepRunning(definition, { cwd: folder, report });
  await eventually(() => readFileSync(path.join(folder, 'starts'), 'utf8').split('\n').length > 2);
  expect(prepared).toBe(2);
  expect(reports).toEqual([
    expect.stringMatching(/ended unexpectedly \(exit code 3\)/),
    expect.stringMatching(/started unprepared: Error: not now/),
  ]);
});

test('a program that is stopped while it is prepared is not started', async () => {
  let end = () => {};
  const prepare = () =>
    new Promise<void>((resolve) => {
      end = resolve;
    });
  const definition = { file: process.execPath, args: ['-e', CRASHES_ONCE], prepare };
  const stopped = keepRunning(definition, { cwd: folder, report: () => {} }).stop();
  end();
  await stopped;
  expect(() => readFileSync(path.join(folder, 'starts'))).toThrow(/ENOENT/);
});
