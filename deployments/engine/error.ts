import type { FailureDetails } from '../../contract/problems/failure.ts';

/** Why a deployment could not be carried out, in words that are fit for clients, without secrets. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly details: FailureDetails;
  /** The address of the resource that it is about. */
  readonly address: string | undefined;
  constructor(details: FailureDetails, address?: string) {
    super(details.message);
    this.details = details;
    this.address = address;
  }
}
