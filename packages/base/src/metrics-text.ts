/** Prometheus' text format 0.0.4, one family after the other. A family without samples is left out. */
import type { Histogram } from './histogram.js';

export type Labels = Readonly<Record<string, string>>;
export type Samples<T = number> = readonly (readonly [labels: Labels, value: T])[];

export class MetricsText {
  private readonly lines: string[] = [];

  counter(name: string, help: string, value: number | Samples): void {
    this.add('counter', name, help, value);
  }

  gauge(name: string, help: string, value: number | boolean | Samples): void {
    this.add('gauge', name, help, typeof value === 'boolean' ? Number(value) : value);
  }

  histogram(name: string, help: string, value: Histogram | Samples<Histogram>): void {
    const samples: Samples<Histogram> = 'observe' in value ? [[{}, value]] : value;
    if (samples.length === 0) return;
    this.head('histogram', name, help);
    for (const [labels, histogram] of samples) {
      let below = 0;
      histogram.counts.forEach((count, i) => {
        below += count;
        this.sample(`${name}_bucket`, { ...labels, le: numberText(histogram.bounds[i] ?? Infinity) }, below);
      });
      this.sample(`${name}_sum`, labels, histogram.sum);
      this.sample(`${name}_count`, labels, below);
    }
  }

  toString(): string {
    return this.lines.join('\n') + '\n';
  }

  private add(type: 'counter' | 'gauge', name: string, help: string, value: number | Samples): void {
    const samples: Samples = typeof value === 'number' ? [[{}, value]] : value;
    if (samples.length === 0) return;
    this.head(type, name, help);
    for (const [labels, each] of samples) this.sample(name, labels, each);
  }

  private head(type: string, name: string, help: string): void {
    this.lines.push(
      `# HELP ${name} ${help.replaceAll('\\', '\\\\').replaceAll('\n', '\\n')}`,
      `# TYPE ${name} ${type}`,
    );
  }

  private sample(name: string, labels: Labels, value: number): void {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${escaped(text)}"`);
    this.lines.push(`${name}${pairs.length === 0 ? '' : `{${pairs.join(',')}}`} ${numberText(value)}`);
  }
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

function numberText(value: number): string {
  if (value === Infinity) return '+Inf';
  return String(value);
}
