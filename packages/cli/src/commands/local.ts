/** `kuorum down`, `status`, `start` and `stop`: the local cluster that `kuorum up` has laid out. */
import { Command } from 'commander';
import { mustFindSpec, startMember, stopCluster } from '../local/cluster.js';
import { ensureSecurity } from '../local/security.js';
import { withLock } from '../local/lock.js';
import { findRecord, isAlive, signalProcess, stopProcess } from '../local/processes.js';
import { statusText } from '../local/status.js';
import { Progress } from '../print/progress.js';
import { dataDirOption, mustReadConfig } from './local-options.js';

export function downCommand(): Command {
  return new Command('down')
    .description('Stop the local cluster; its data stays for the next "up"')
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) => {
      const config = await mustReadConfig(dataDir);
      await withLock(dataDir, 'stop the cluster', () => stopCluster(config, dataDir, new Progress()));
    });
}

export function statusCommand(): Command {
  return new Command('status')
    .description('Show the processes of the local cluster, its Raft group and its nodes')
    .addOption(dataDirOption())
    .action(async ({ dataDir }: { dataDir: string }) => {
      const config = await mustReadConfig(dataDir);
      const { text, healthy } = await statusText(config, dataDir);
      console.log(text);
      if (!healthy) process.exitCode = 1;
    });
}

export function startCommand(): Command {
  return new Command('start')
    .description('Start processes of the local cluster that have ended')
    .argument('<name...>', 'such as n1, apiserver, node-2')
    .addOption(dataDirOption())
    .action(async (names: string[], { dataDir }: { dataDir: string }) => {
      const config = await mustReadConfig(dataDir);
      const specs = names.map((name) => mustFindSpec(config, dataDir, name));
      await withLock(dataDir, 'start processes', async () => {
        await ensureSecurity(config, dataDir);
        for (const spec of specs) console.log(`${spec.name} runs as pid ${startMember(dataDir, spec).pid}`);
      });
    });
}

export function stopCommand(): Command {
  return new Command('stop')
    .description('Stop processes of the local cluster, to see what the others do')
    .argument('<name...>', 'such as n1, apiserver, node-2')
    .option('--kill', 'with SIGKILL, as a crash would')
    .addOption(dataDirOption())
    .action(async (names: string[], { dataDir, kill }: { dataDir: string; kill?: boolean }) => {
      const config = await mustReadConfig(dataDir);
      for (const { name } of names.map((wanted) => mustFindSpec(config, dataDir, wanted))) {
        const record = findRecord(dataDir, name);
        if (record === undefined || !isAlive(record)) {
          console.log(`${name} does not run`);
          continue;
        }
        if (kill === true) signalProcess(record, 'SIGKILL');
        await stopProcess(record, stopGraceMs);
        console.log(`${name} (pid ${record.pid}) ${kill === true ? 'killed' : 'stopped'}`);
      }
    });
}

/** SIGTERM to SIGKILL for "kuorum stop". */
const stopGraceMs = 10_000;
