/** What tells one process from another, also across restarts of the machine and between containers. */
export interface ProcessIdentity {
  pid: number;
  host: string;
  /** Changes at every start of the process, for containers where the pid is always the same. */
  start: string;
  /** Whether the process with this pid, which has started so, runs on this host; undefined: that cannot be seen from here. */
  isAlive(pid: number, start: string): boolean | undefined;
}

/** Whose a lock is, as its file says. */
export interface Holder {
  pid: number;
  host: string;
  start: string;
  /** Grows while the holder lives. */
  beat: number;
}

export function holderText({ pid, host, start }: ProcessIdentity, beat: number): string {
  const holder: Holder = { pid, host, start, beat };
  return JSON.stringify(holder);
}

/** @returns undefined for what is half written, or not there */
export function parseHolder(text: string | undefined): Holder | undefined {
  try {
    const { pid, host, start, beat } = JSON.parse(String(text)) as Partial<Holder>;
    if (typeof pid === 'number' && typeof host === 'string' && typeof start === 'string') return { pid, host, start, beat: beat ?? 0 };
  } catch {
    // No JSON: somebody died while writing it, or is about to write the rest.
  }
  return undefined;
}

export function isSameProcess(a: Pick<Holder, 'pid' | 'host' | 'start'>, b: Pick<Holder, 'pid' | 'host' | 'start'>): boolean {
  return a.pid === b.pid && a.host === b.host && a.start === b.start;
}
