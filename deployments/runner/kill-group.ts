import { isReplaced, type Holder } from '../../config/holder.ts';

/** Kills the process group that `pid` leads: the process and everything that it has started. */
export function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}

/**
 * Kills the process group that a process leads or has led. The providers of an engine survive their engine, and
 * as long as one of them exists, the system gives its group's number to no other process.
 */
export function killGroupOf(leader: Holder): void {
  if (!isReplaced(leader)) killGroup(leader.pid);
}
