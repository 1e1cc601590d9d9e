// The client processes: more than one, so that a client is not what is measured.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { atEnd } from './cleanup.mjs';

const WORKERS = 2;

export class Workers {
  #children = Array.from({ length: WORKERS }, () =>
    fork(join(import.meta.dirname, 'load-worker.mjs'), { serialization: 'advanced' }),
  );

  static async start() {
    const workers = new Workers();
    for (const child of workers.#children) atEnd(() => child.kill('SIGKILL'));
    await Promise.all(workers.#children.map((child) => once(child, 'message')));
    return workers;
  }

  get count() {
    return this.#children.length;
  }

  /** Sends each worker its job; `jobOf(i)` undefined = none. Gives their answers. */
  async run(jobOf) {
    const answers = await Promise.all(
      this.#children.map(async (child, i) => {
        const job = jobOf(i);
        if (job === undefined) return undefined;
        const answer = once(child, 'message');
        child.send(job);
        return (await answer)[0];
      }),
    );
    const given = answers.filter((answer) => answer !== undefined);
    const failed = given.find(({ error }) => error !== undefined);
    if (failed !== undefined) throw new Error(failed.error);
    return given;
  }

  /** `total` in nearly equal parts, one a worker. */
  shareOf(total, i) {
    return Math.floor(total / this.count) + (i < total % this.count ? 1 : 0);
  }

  end() {
    for (const child of this.#children) child.disconnect();
  }
}

/** Far below one processor each, or the client is what is measured. */
export function sharesOf(results) {
  const shares = results.map(({ cpuShare }) => `${Math.round(cpuShare * 100)} %`);
  return `client processes used ${shares.join(' and ')} of a processor`;
}
