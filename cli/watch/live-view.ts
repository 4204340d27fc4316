/** The picture of an operation, drawn over itself while it changes. */
import { createLogUpdate } from 'log-update';
import type { Operation } from '../../client/types.ts';
import { createStyle, type Io } from '../io.ts';
import { frameOf } from './frame.ts';
import type { View } from './view.ts';

const FRAME_MS = 100;

export function createLiveView(io: Io, connection: { lost: boolean }): View {
  const { stderr } = io;
  const update = createLogUpdate(stderr);
  const style = createStyle(io, stderr);
  let operation: Operation | undefined;
  let tick = 0;
  let hidden = false;

  // Every picture has a first line of its own, by its tick: where the first lines are the same,
  // log-update leaves the end of a taller picture standing.
  const draw = () => {
    if (operation === undefined) return;
    tick += 1;
    const { columns, rows } = stderr;
    const { lost } = connection;
    update(frameOf(operation, { style, columns, rows, now: Date.now(), tick, lost }));
  };
  let timer = setInterval(draw, FRAME_MS);

  return {
    show(next) {
      const first = operation === undefined;
      operation = next;
      if (hidden) {
        hidden = false;
        timer = setInterval(draw, FRAME_MS);
      }
      if (first) draw();
    },
    hide() {
      hidden = true;
      clearInterval(timer);
      update.clear();
      // Gives the cursor back.
      update.done();
    },
    end() {
      clearInterval(timer);
      if (!hidden) draw();
      update.done();
    },
  };
}
