import type { FailureDetails } from '../../contract/problems/failure.ts';

/** The failure of an engine or of its preparation. The message is for clients and has no secrets. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly details: FailureDetails;
  /** The engine's address of the resource that failed. */
  readonly address: string | undefined;
  constructor(details: FailureDetails, address?: string) {
    super(details.message);
    this.details = details;
    this.address = address;
  }
}
