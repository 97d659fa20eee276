/**
 * Calls `renew` when something has changed and somebody is looking; what changed while nobody did is caught up with as soon as
 * somebody does. One at a time: what comes meanwhile is one more afterwards, however much it is.
 */
export function whileSeen(root: HTMLElement, renew: () => Promise<void>): () => void {
  let seen = false;
  let stale = true;
  let busy = false;

  async function catchUp(): Promise<void> {
    if (busy) return;
    busy = true;
    try {
      while (stale && seen && !document.hidden) {
        stale = false;
        await renew();
      }
    } finally {
      busy = false;
    }
  }

  new IntersectionObserver((entries) => {
    seen = entries.at(-1)?.isIntersecting ?? false;
    void catchUp();
  }).observe(root);
  document.addEventListener('visibilitychange', () => void catchUp());

  return () => {
    stale = true;
    void catchUp();
  };
}
