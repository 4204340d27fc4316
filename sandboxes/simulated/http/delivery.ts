import type { Response } from 'express';
import type { Disturbance } from '../cloud/faults.ts';

const HANG_MS = 60_000;
const SLOW_MS = 2_000;

/** Sends responses. A fault can delay or drop a response. */
export interface Delivery {
  /** @returns the status that the caller receives, or 0 if it receives none */
  send(
    response: Response,
    answer: { status: number; body: object; disturbance?: Disturbance | undefined },
  ): number;
  /** Closes every connection that waits for a delayed response. */
  close(): void;
}

export function createDelivery(speed: number): Delivery {
  const waiting = new Set<Response>();

  const later = (response: Response, milliseconds: number, act: () => void) => {
    waiting.add(response);
    const timer = setTimeout(act, milliseconds);
    response.once('close', () => {
      clearTimeout(timer);
      waiting.delete(response);
    });
  };

  return {
    send(response, { status, body, disturbance }) {
      switch (disturbance) {
        case 'lost_response':
          response.destroy();
          return 0;
        case 'hang':
          later(response, HANG_MS, () => response.destroy());
          return 0;
        case 'slow':
          later(response, SLOW_MS / speed, () => response.status(status).json(body));
          return status;
        default:
          response.status(status).json(body);
          return status;
      }
    },
    close() {
      for (const response of waiting) response.destroy();
    },
  };
}
