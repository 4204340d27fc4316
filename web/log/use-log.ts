/** Follows the log of one operation while the page is visible. */
import { useEffect, useState } from 'preact/hooks';
import { pause } from '../../client/pause.ts';
import { ProblemError } from '../../client/problem-error.ts';
import { slipway } from '../api.ts';
import { withLines, type ShownLog } from '../model/log.ts';
import type { LogLine } from '../model/types.ts';
import { untilVisible, whileVisible } from '../visibility.ts';

/** More lines would make the page slow. The download has all of them. */
const MAX_SHOWN = 5_000;
/** Lines that come within this time are shown together. */
const GATHER_MS = 100;
/** The pause after the client has given up on a long outage. */
const RECONNECT_MS = 5_000;

export interface FollowedLog extends ShownLog {
  /** The operation has ended, and its whole log is here. */
  isComplete: boolean;
  error?: unknown;
}

const EMPTY: FollowedLog = { lines: [], dropped: 0, isComplete: false };

export function useLog(id: string): FollowedLog {
  const [log, setLog] = useState(EMPTY);
  useEffect(() => {
    setLog(EMPTY);
    const controller = new AbortController();
    const add = (lines: readonly LogLine[]) =>
      setLog((before) => ({ ...before, ...withLines(before, lines, MAX_SHOWN) }));
    follow(id, controller.signal, add).then(
      () => setLog((before) => ({ ...before, isComplete: true })),
      (error: unknown) => {
        if (!controller.signal.aborted) setLog((before) => ({ ...before, error }));
      },
    );
    return () => controller.abort();
  }, [id]);
  return log;
}

/**
 * Shows every line until the operation ends. A hidden page closes its stream, because a browser opens only six
 * connections to one server, for all of its tabs together.
 *
 * @throws ProblemError when the operation does not exist
 */
async function follow(
  id: string,
  signal: AbortSignal,
  add: (lines: readonly LogLine[]) => void,
): Promise<void> {
  let after = 0;
  let gathered: LogLine[] = [];
  const flush = () => {
    if (gathered.length > 0) add(gathered);
    gathered = [];
  };
  const timer = setInterval(flush, GATHER_MS);
  try {
    let isOver = false;
    while (!isOver) {
      await untilVisible(signal);
      isOver = await followWhileVisible();
    }
    flush();
  } finally {
    clearInterval(timer);
  }

  /** Resolves to true at the end of the log. */
  async function followWhileVisible(): Promise<boolean> {
    const visible = whileVisible(signal);
    try {
      for await (const line of slipway.log(id, { after, follow: true, signal: visible.signal })) {
        after = line.sequence;
        gathered.push(line);
      }
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof ProblemError && error.status < 500) throw error;
      if (!visible.signal.aborted) await pause(RECONNECT_MS, signal);
      return false;
    } finally {
      visible.done();
    }
  }
}
