import type { Sandbox } from '../../lib/sandbox/sandbox';
import { startSandbox } from '../../lib/sandbox/sandbox';

interface Running {
  sandbox: Promise<Sandbox>;
  leaving: NodeJS.Timeout | undefined;
}

/** A redeploy is over long before this, ms. */
const leaveAfter = 5_000;

const running = new Map<string, Running>();

/** The sandbox of a connection, the same one through redeploys, so that its tickets are still there afterwards. */
export function enterSandbox(connection: string): Promise<Sandbox> {
  const entered = running.get(connection) ?? { sandbox: startSandbox(), leaving: undefined };
  clearTimeout(entered.leaving);
  running.set(connection, entered);
  entered.sandbox.catch(() => running.delete(connection));
  return entered.sandbox;
}

/** The connection closes: its sandbox too, unless the connection is opened again soon. */
export function leaveSandbox(connection: string): void {
  const left = running.get(connection);
  if (!left) return;
  clearTimeout(left.leaving);
  left.leaving = setTimeout(() => {
    running.delete(connection);
    void left.sandbox.then((sandbox) => sandbox.close());
  }, leaveAfter);
}
