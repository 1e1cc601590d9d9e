// Benchmarks against real peers. Each prints a table and writes bench/out/NAME.json.
//
// usage: node bench/run.mjs [store|api|up] [OPTION…]     without a name: all, one after the other
import { benchApi } from './api.mjs';
import { benchStore } from './store.mjs';
import { benchUp } from './up.mjs';

const benches = { store: benchStore, api: benchApi, up: benchUp };

const [name, ...args] = process.argv.slice(2);
if (name !== undefined && benches[name] === undefined) {
  console.error(`usage: node bench/run.mjs [${Object.keys(benches).join('|')}] [OPTION…]`);
  process.exit(2);
}
try {
  if (name !== undefined) await benches[name](args);
  else for (const bench of Object.values(benches)) await bench([]);
  process.exit(0);
} catch (error) {
  console.error(`Cannot finish the benchmark: ${error.message}`);
  process.exit(1);
}
