// One client process of the benchmark: does the jobs that it is sent, one at a time, and answers each.
import { fillPods, runCalls, runOpenLoop, timeLists } from './api-load.mjs';
import { closePodWatchers, openPodWatchers, readPodWatchers } from './api-watch-load.mjs';
import { CpuShare } from './cpu-share.mjs';
import { runKeepAlives } from './keep-alive-load.mjs';
import { runUnary } from './unary-load.mjs';
import { closeWatchers, openWatchers, readWatchers } from './watch-load.mjs';

const jobs = {
  unary: runUnary,
  keepAlives: runKeepAlives,
  openWatchers,
  readWatchers,
  closeWatchers,
  calls: runCalls,
  openLoop: runOpenLoop,
  fillPods,
  timeLists,
  openPodWatchers,
  readPodWatchers,
  closePodWatchers,
};

process.on('message', ({ job, ...options }) => {
  const share = new CpuShare();
  jobs[job](options).then(
    (result) => process.send({ cpuShare: share.read(), ...result }),
    (error) => process.send({ error: error.message }),
  );
});
// The bench ended, however it ended.
process.on('disconnect', () => process.exit(0));
process.send('ready');
