import { askRuntime, Refused } from '../editor/ask-runtime';

/** ms between two questions. */
const every = 3_000;

interface DeliveryNow {
  state: string;
  pending: number;
  deferred: number;
  /** ms since 1970; 0 where it is not known. */
  until: number;
  reason: string;
}

const levels: Record<string, string> = { ok: 'ok', deferred: 'warning', waiting: 'warning' };

/**
 * Shows how the deployed connection's delivery stands, and asks again every few seconds while it can be seen.
 *
 * @returns ends it
 */
export function watchDelivery(node: EditorNode): () => void {
  let next: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;

  const ask = (): void => {
    next = undefined;
    if (stopped || document.hidden) return;
    askRuntime<DeliveryNow>(`jira-tickets/${node.id}/status`)
      .then((now) => {
        if (!stopped) show(node, now);
        later();
      })
      .catch((refused: Error) => {
        if (stopped) return;
        say('none', refused.message, '');
        // What is not deployed or not allowed stays so while the dialog is open.
        if (refused instanceof Refused && [401, 403, 404].includes(refused.status)) stop();
        else later();
      });
  };
  const later = (): void => {
    clearTimeout(next);
    if (!stopped) next = setTimeout(ask, every);
  };
  const seen = (): void => {
    if (!document.hidden && next === undefined) later();
  };
  const stop = (): void => {
    stopped = true;
    clearTimeout(next);
    document.removeEventListener('visibilitychange', seen);
  };

  document.addEventListener('visibilitychange', seen);
  ask();
  return stop;
}

function show(node: EditorNode, { state, pending, deferred, until, reason }: DeliveryNow): void {
  const numbers = node._('jira-config.live.numbers', { pending, deferred });
  say(levels[state] ?? 'error', wordsOf(node, state, until > 0 ? new Date(until).toLocaleTimeString() : '', reason), numbers);
}

function wordsOf(node: EditorNode, state: string, time: string, reason: string): string {
  switch (state) {
    case 'ok':
      return node._('jira-config.live.ok');
    case 'waiting':
      return time === '' ? node._('jira-config.live.waiting') : node._('jira-config.live.waitingUntil', { time });
    case 'deferred':
      return time === '' ? node._('jira-config.live.deferred') : node._('jira-config.live.deferredUntil', { time });
    case 'held':
      return node._('jira-config.live.held', { reason });
    case 'full':
      return node._('jira-config.live.full');
    case 'journal':
      return node._('jira-config.live.journal', { reason });
    case 'trouble':
      return node._('jira-config.live.trouble', { reason });
    default:
      return state;
  }
}

/** The state is announced when it changes, the numbers are not: they may change every time. */
function say(level: string, words: string, numbers: string): void {
  const state = $('#jira-config-live');
  if (state.text() !== words) state.text(words);
  state.attr('class', `jira-finding-${level}`);
  $('#jira-config-live-numbers').text(numbers).toggle(numbers !== '');
}
