// Mocha's spec reporter, which also writes the counts and the titles of what failed to the file that KUORUM_TEST_COUNTS names, so that
// scripts/test.mjs can add up the runs of all packages.
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

export default class CountingSpecReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const failed = [];
    runner.on(Mocha.Runner.constants.EVENT_TEST_FAIL, (test) => failed.push(test.fullTitle()));
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      const file = process.env.KUORUM_TEST_COUNTS;
      if (file === undefined) return;
      const { passes, failures, pending, duration } = this.stats;
      writeFileSync(file, JSON.stringify({ passes, failures, pending, durationMs: duration, failed }));
    });
  }
}
