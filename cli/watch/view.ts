import type { Operation } from '../../client/types.ts';

/** Shows an operation while it is running. */
export interface View {
  show(operation: Operation): void;
  /** Erases what was drawn. The next `show` draws again. */
  hide(): void;
  /** Ends the view. What was drawn stays. */
  end(): void;
}
