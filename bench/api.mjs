// The apiserver on our store, against a raw etcd given the same bytes, and against the same apiserver on that etcd.
//
// usage: node bench/run.mjs api [--rows calls,list,…] [--quick] [--seconds N] [--pods N] [--rate N]
import { parseArgs } from 'node:util';
import { BenchApiserver } from './api-server.mjs';
import {
  callRows,
  listRows,
  memoryAfterRows,
  memoryRows,
  namespaces,
  OPEN_PODS,
  openLoopRows,
  watchRows,
} from './api-rows.mjs';
import { report, row } from './report.mjs';
import { StoreGroup, systems } from './store-group.mjs';
import { Workers } from './workers.mjs';

const SMALL_PODS = 100;

/** What `--rows` names, in the order in which they run. */
const parts = {
  memory: memoryRows,
  list: listRows,
  calls: callRows,
  watch: watchRows,
  open: openLoopRows,
  'memory-after': memoryAfterRows,
};

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string' },
      quick: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      pods: { type: 'string' },
      rate: { type: 'string' },
    },
  });
  const { quick } = values;
  const options = {
    names: values.rows?.split(',') ?? Object.keys(parts),
    partial: values.rows !== undefined || quick,
    quick,
    seconds: Number(values.seconds ?? (quick ? 0.5 : 4)),
    /** Writes a second of the open loop. */
    rate: Number(values.rate ?? 500),
    pods: Number(values.pods ?? (quick ? 1_000 : 10_000)),
  };
  const unknown = options.names.find((name) => parts[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`--rows must name some of ${Object.keys(parts).join(',')}: it names ${JSON.stringify(unknown)}`);
  if (!(options.seconds > 0)) throw new Error('--seconds must be a positive number');
  if (!(options.rate > 0)) throw new Error('--rate must be a positive number');
  if (!Number.isInteger(options.pods) || options.pods < 1) throw new Error('--pods must be a positive integer');
  return options;
}

class ApiBench {
  rows = [];
  /** ours, onEtcd: apiservers; etcd: the leader of that etcd. */
  targets = {};

  constructor(options, workers) {
    this.options = options;
    this.workers = workers;
  }

  async start() {
    const ours = await StoreGroup.start('kuorum', systems.ours);
    const peer = await StoreGroup.start('etcd', systems.peer);
    const leaders = [(await ours.leader()).url, (await peer.leader()).url];
    const fill = async (namespace, pods) => {
      for (const url of leaders)
        await this.workers.run((i) => (i === 0 ? { job: 'fillPods', url, namespace, from: 0, to: pods } : undefined));
    };
    // Namespaces are made by the first apiserver that starts; pods are there before it does.
    await fill(namespaces.many, this.options.pods);
    await fill(namespaces.small, SMALL_PODS);
    await fill(namespaces.open, OPEN_PODS);
    await fill(namespaces.watched, 1);
    for (const [name, group] of Object.entries({ ours, onEtcd: peer })) {
      const server = await BenchApiserver.start(
        name === 'ours' ? 'apiserver on our store' : 'apiserver on etcd',
        group,
      );
      this.targets[name] = Object.assign(server, { kind: 'api' });
      await makeNamespaces(server.url);
    }
    this.targets.etcd = { name: 'raw etcd', kind: 'etcd', url: leaders[1], meterCpu: () => undefined };
  }

  /** Measures each of the three in turn. */
  each(label, measure) {
    return this.#measure(label, ['ours', 'onEtcd', 'etcd'], measure);
  }

  servers(label, measure) {
    return this.#measure(label, ['ours', 'onEtcd'], measure);
  }

  async #measure(label, names, measure) {
    const results = {};
    for (const name of names) {
      const target = this.targets[name];
      console.log(`${label}: ${target.name}`);
      results[name] = await measure(target);
    }
    return results;
  }

  add(name, unit, better, ours, peer) {
    this.rows.push(row(name, unit, better, ours, peer));
  }
}

async function makeNamespaces(url) {
  const { createApiClient } = await import('../packages/client/dist/index.js');
  const { make } = await import('../packages/api/dist/index.js');
  const client = createApiClient({ servers: [new URL(url).host] });
  for (const name of Object.values(namespaces))
    await client.resource('Namespace').create(make('Namespace', { metadata: { name } }));
  client.close();
}

export async function benchApi(args) {
  const options = readOptions(args);
  const bench = new ApiBench(options, await Workers.start());
  await bench.start();
  for (const [name, run] of Object.entries(parts)) if (options.names.includes(name)) await run(bench);
  for (const target of Object.values(bench.targets)) await target.stop?.('SIGTERM');
  bench.workers.end();
  report(
    options.partial ? 'api-part' : 'api',
    'API server on our store, 3 members; peer: raw etcd, given the same bytes',
    bench.rows,
  );
}
