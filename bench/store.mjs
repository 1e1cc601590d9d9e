// The store against etcd: 3 members each, fsync on, on the same disk, the same client, row by row in turn.
//
// usage: node bench/run.mjs store [--rows put,range,…] [--quick] [--seconds N] [--trials N] [--keys N]
import { parseArgs } from 'node:util';
import { report, row } from './report.mjs';
import { StoreGroup, systems } from './store-group.mjs';
import { failOverRows } from './store-failover.mjs';
import { fill, load, loadRows } from './store-load.mjs';
import { sizeRows } from './store-size.mjs';
import { keepAliveRows, watchRows } from './store-streams.mjs';
import { Workers } from './workers.mjs';

/** Of each group, before the first row. */
const WARM_SECONDS = 4;
const KEYS = 10_000;
const RANGE_KEYS = 1_000;
/** Fewer keys would fit into the log that is kept for a slow member, and no snapshot would be sent. */
const SIZE_KEYS_MIN = 20_000;

const ranges = { clients: 64, keys: RANGE_KEYS };

/** What `--rows` names, in the order in which they run: (bench) → nothing, the rows are pushed. */
const parts = {
  put: async (bench) => {
    for (const clients of [1, 64, 256, 1000])
      await loadRows(bench, `put, ${clients} client${clients === 1 ? '' : 's'}`, { kind: 'put', clients, keys: KEYS });
  },
  range: async (bench) => {
    await loadRows(bench, 'linearizable range, 64 clients', { kind: 'range', ...ranges });
    await loadRows(bench, 'serializable range, 64 clients', { kind: 'serializable', ...ranges });
  },
  mixed: (bench) => loadRows(bench, 'mixed 90/10, 64 clients', { kind: 'mixed', ...ranges }),
  txn: (bench) => loadRows(bench, 'txn (compare and put), 64 clients', { kind: 'txn', ...ranges }),
  watch: watchRows,
  lease: keepAliveRows,
  failover: failOverRows,
  size: sizeRows,
};
/** Parts that bring groups of their own. */
const ownGroups = ['size'];

function readOptions(args) {
  const { values } = parseArgs({
    args,
    options: {
      rows: { type: 'string' },
      quick: { type: 'boolean', default: false },
      seconds: { type: 'string' },
      trials: { type: 'string' },
      keys: { type: 'string' },
    },
  });
  const { quick } = values;
  const options = {
    names: values.rows?.split(',') ?? Object.keys(parts),
    partial: values.rows !== undefined || quick,
    quick,
    seconds: Number(values.seconds ?? (quick ? 1 : 4)),
    trials: Number(values.trials ?? (quick ? 1 : 5)),
    sizeKeys: Number(values.keys ?? (quick ? SIZE_KEYS_MIN : 100_000)),
  };
  const unknown = options.names.find((name) => parts[name] === undefined);
  if (unknown !== undefined)
    throw new Error(`--rows must name some of ${Object.keys(parts).join(',')}: it names ${JSON.stringify(unknown)}`);
  if (!(options.seconds > 0)) throw new Error('--seconds must be a positive number');
  if (!Number.isInteger(options.trials) || options.trials < 1) throw new Error('--trials must be a positive integer');
  if (!Number.isInteger(options.sizeKeys) || options.sizeKeys < SIZE_KEYS_MIN)
    throw new Error(`--keys must be at least ${SIZE_KEYS_MIN}`);
  return options;
}

/** What the parts share: groups, workers, options, and where they leave their rows. */
class StoreBench {
  rows = [];
  groups = {};

  constructor(options, workers) {
    this.options = options;
    this.workers = workers;
  }

  async startGroups(flags = []) {
    const start = (name, system) => StoreGroup.start(name, { ...system, flags: [...system.flags, ...flags] });
    this.groups = { ours: await start('kuorum', systems.ours), peer: await start('etcd', systems.peer) };
  }

  async stopGroups() {
    for (const group of Object.values(this.groups)) await group.stop();
    this.groups = {};
  }

  /** Measures our group, then the peer's. */
  async both(label, measure) {
    const results = {};
    for (const [name, group] of Object.entries(this.groups)) {
      console.log(`${label}: ${group.name}`);
      results[name] = await measure(group);
    }
    return results;
  }

  add(name, unit, better, ours, peer) {
    this.rows.push(row(name, unit, better, ours, peer));
  }
}

export async function benchStore(args) {
  const options = readOptions(args);
  const bench = new StoreBench(options, await Workers.start());
  const shared = options.names.filter((name) => !ownGroups.includes(name));
  if (shared.length > 0) {
    await bench.startGroups();
    // Both run warm: compilers have seen the code, LevelDB and bbolt have their files.
    const warm = { kind: 'put', clients: 64, keys: KEYS, seconds: options.quick ? 1 : WARM_SECONDS };
    await bench.both('warming up', (group) => load(bench, group, warm));
    for (const group of Object.values(bench.groups)) await fill(bench, group, RANGE_KEYS);
    for (const [name, run] of Object.entries(parts)) if (shared.includes(name)) await run(bench);
    await bench.stopGroups();
  }
  for (const name of ownGroups) if (options.names.includes(name)) await parts[name](bench);
  bench.workers.end();
  report(options.partial ? 'store-part' : 'store', 'Store: 3 members, fsync on; peer: etcd', bench.rows);
}
