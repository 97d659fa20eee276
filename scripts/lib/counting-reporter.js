'use strict';

const fs = require('node:fs');
const { reporters, Runner } = require('mocha');

const patience = 15_000;

/** Mocha's usual output; the counts go to the file named by the reporter option `counts` as well. */
class CountingReporter extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const tell = (more) => {
      const { passes, failures, pending } = this.stats;
      fs.writeFileSync(options.reporterOptions.counts, JSON.stringify({ passed: passes, failed: failures + more, skipped: pending }));
    };
    runner.once(Runner.constants.EVENT_RUN_END, () => {
      tell(0);
      // Mocha waits for ever for what tests leave open: that is a failure, not a reason to hang.
      setTimeout(() => {
        console.error(`The tests are over, but ${patience / 1000} s later something is still open: ${process.getActiveResourcesInfo().join(', ')}.`);
        tell(1);
        process.exit(1);
      }, patience).unref();
    });
  }
}

module.exports = CountingReporter;
