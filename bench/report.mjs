// Rows of { row, unit, ours, peer, ratio }: a table for people, JSON for whoever compares.
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

/** `ratio` is ours : peer as measured; `better` says which way is good. */
export function row(name, unit, better, ours, peer) {
  const ratio = ours !== undefined && peer ? round(ours / peer) : undefined;
  return { row: name, unit, better, ours: round(ours), peer: round(peer), ratio };
}

function round(value) {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return Number(value.toPrecision(value >= 1000 ? 5 : 3));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

export function percentile(sorted, fraction) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))];
}

export function report(name, title, rows) {
  const show = (value) => (value === undefined ? '–' : String(value));
  const widths = [Math.max(...rows.map((r) => r.row.length)), 8, 10, 10, 7];
  const line = (cells) =>
    console.log(cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[i]))).join('  '));
  console.log(`\n${title}`);
  line(['', 'unit', 'ours', 'peer', 'ratio']);
  for (const { row: label, unit, ours, peer, ratio, better } of rows) {
    const good = ratio === undefined ? '' : (better === 'higher' ? ratio >= 1 : ratio <= 1) ? '  +' : '  -';
    line([label, unit, show(ours), show(peer), `${show(ratio)}${good}`]);
  }
  const machine = { cpus: cpus().length, memoryBytes: totalmem(), node: process.version, load: loadavg()[0] };
  if (machine.load > machine.cpus)
    console.log(`\nThe machine was not quiet (load ${machine.load.toFixed(1)} on ${machine.cpus} processors).`);
  const directory = join(import.meta.dirname, 'out');
  mkdirSync(directory, { recursive: true });
  const file = join(directory, `${name}.json`);
  writeFileSync(file, `${JSON.stringify({ at: new Date().toISOString(), machine, rows }, undefined, 2)}\n`);
  console.log(`written to ${file.slice(join(import.meta.dirname, '..').length + 1)}`);
}
