// Runs of the simulation on all processors: one worker thread each, which takes the next seed when it is done with one.
import { availableParallelism } from 'node:os';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { huntBug, runSimulation, SimulationFailure } from '../packages/testing/dist/sim/index.js';

export const JOBS_DEFAULT = availableParallelism();

/**
 * `jobs`: an iterable of jobs ({ kind: 'run', seed, steps } or { kind: 'hunt', bug, from, seeds, steps }); `done(result, job)`
 * gives false to begin no more. Resolves when all that began have ended.
 */
export async function runJobs(jobs, threads, done) {
  const queue = jobs[Symbol.iterator]();
  let stopped = false;
  const work = async () => {
    const worker = new Worker(new URL(import.meta.url));
    let settle;
    worker.on('message', (answer) => settle.resolve(answer));
    worker.on('error', (error) => settle.reject(error));
    try {
      for (;;) {
        const { value: job, done: isOver } = stopped ? { done: true } : queue.next();
        if (isOver) return;
        const answer = await new Promise((resolve, reject) => {
          settle = { resolve, reject };
          worker.postMessage(job);
        });
        if (done(answer, job) === false) stopped = true;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads }, work));
}

/** What can be told to another thread of a failure. */
function told({ message, options, step, trace }) {
  return { message, options, step, trace };
}

function perform(job) {
  if (job.kind === 'hunt') {
    const caught = huntBug(job.bug, job);
    return caught === undefined ? {} : { caught: { ...caught, failure: told(caught.failure) } };
  }
  try {
    return { report: runSimulation(job) };
  } catch (error) {
    if (!(error instanceof SimulationFailure)) throw error;
    return { failure: told(error) };
  }
}

if (!isMainThread) parentPort.on('message', (job) => parentPort.postMessage(perform(job)));
