import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import { readSeconds, TABLE } from './seconds.ts';

/** A file that the table does not have yet is taken to be slow. */
const UNKNOWN_SECONDS = 60;

/** Starts the slowest files of each group first, so that no worker is left with a long file at the end. */
export class SlowestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const seconds = await readSeconds(path.join(root, TABLE));
    const secondsOf = ({ moduleId }: TestSpecification): number =>
      seconds[path.relative(root, moduleId)] ?? UNKNOWN_SECONDS;
    const groupOf = ({ project }: TestSpecification): number => project.config.sequence.groupOrder;
    return files.toSorted((a, b) => groupOf(a) - groupOf(b) || secondsOf(b) - secondsOf(a));
  }
}
