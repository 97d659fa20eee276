/**
 * Calls `renew` when something has changed and somebody is looking; what changed while nobody did is caught up with as soon as
 * somebody does. One at a time: what comes meanwhile is one more afterwards, however much it is.
 */
export function whileSeen(root: HTMLElement, renew: () => Promise<void>): () => void {
  const is = { seen: false, stale: true, busy: false };

  async function catchUp(): Promise<void> {
    if (is.busy) return;
    is.busy = true;
    try {
      while (is.stale && is.seen && !document.hidden) {
        is.stale = false;
        await renew();
      }
    } finally {
      is.busy = false;
    }
  }

  new IntersectionObserver((entries) => {
    is.seen = entries.at(-1)?.isIntersecting ?? false;
    void catchUp();
  }).observe(root);
  document.addEventListener('visibilitychange', () => void catchUp());

  return () => {
    is.stale = true;
    void catchUp();
  };
}
