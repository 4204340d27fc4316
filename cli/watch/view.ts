import type { Operation } from '../../client/types.ts';

/** Shows an operation while it goes on. */
export interface View {
  show(operation: Operation): void;
  /** What was drawn goes, to make room; the next state is shown again. */
  hide(): void;
  /** No more states will come; what was shown stays. */
  end(): void;
}
