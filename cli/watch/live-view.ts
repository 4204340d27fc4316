/** Shows an operation as a picture that is redrawn in place. */
import { createLogUpdate } from 'log-update';
import type { Operation } from '../../client/types.ts';
import { createStyle, type Io } from '../io.ts';
import { frameOf } from './frame.ts';
import type { View } from './view.ts';

const FRAME_MS = 100;

export function createLiveView(io: Io, connection: { lost: boolean }): View {
  const { stderr } = io;
  const update = stderr.drawWith(createLogUpdate);
  const style = createStyle(io, stderr);
  let operation: Operation | undefined;
  let tick = 0;
  let hidden = false;

  // The spinner in the first line changes in every frame. If the first line did not change, log-update would
  // not erase the end of a taller previous frame.
  const draw = () => {
    if (operation === undefined) return;
    tick += 1;
    const { columns = 80, rows = 24 } = stderr;
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
      // Shows the cursor again.
      update.done();
    },
    end() {
      clearInterval(timer);
      if (!hidden) draw();
      update.done();
    },
  };
}
