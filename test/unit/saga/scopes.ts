/** Cancellation scopes that behave like those of `@temporalio/workflow`, outside of a workflow. */
import { AsyncLocalStorage } from 'node:async_hooks';
import { CancelledFailure } from '@temporalio/workflow';
import type { Scopes } from '../../../workflows/saga/deps.ts';

class FakeScope {
  #canceled = false;
  readonly #children: FakeScope[] = [];
  readonly #listeners: (() => void)[] = [];

  child(): FakeScope {
    const child = new FakeScope();
    this.#children.push(child);
    if (this.#canceled) child.cancel();
    return child;
  }

  cancel(): void {
    if (this.#canceled) return;
    this.#canceled = true;
    for (const listener of this.#listeners) listener();
    for (const child of this.#children) child.cancel();
  }

  isCanceled(): boolean {
    return this.#canceled;
  }

  /** Rejects with a cancel as soon as the scope is canceled; never resolves. */
  async canceled(): Promise<never> {
    if (!this.#canceled) {
      await new Promise<void>((resolve) => {
        this.#listeners.push(resolve);
      });
    }
    throw new CancelledFailure('canceled');
  }
}

/** One for all operations: every instance makes every promise of the process slower. */
const storage = new AsyncLocalStorage<FakeScope>();

export interface FakeScopes {
  scopes: Scopes;
  /** Cancels the operation, as a client does. */
  cancel(): void;
  isCanceledHere(): boolean;
  /** Rejects with a cancel as soon as the scope of the caller is canceled; never resolves. */
  canceledHere(): Promise<never>;
}

export function createFakeScopes(): FakeScopes {
  const root = new FakeScope();
  const current = () => storage.getStore() ?? root;
  return {
    cancel: () => root.cancel(),
    isCanceledHere: () => current().isCanceled(),
    canceledHere: () => current().canceled(),
    scopes: {
      current: () => {
        const scope = current();
        return { isCanceled: () => scope.isCanceled() };
      },
      cancellable: (work) => {
        const scope = current().child();
        return storage.run(scope, () =>
          work({ cancel: () => scope.cancel(), isCanceled: () => scope.isCanceled() }),
        );
      },
      nonCancellable: (work) => storage.run(new FakeScope(), work),
    },
  };
}
