import type { Limiter } from '../../../src/lib/delivery/limiter';

/** Lets everything go at once. */
export const unlimited: Limiter = { schedule: (job) => job(() => {}), shift: () => {}, stop: () => {} };
