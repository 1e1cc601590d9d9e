/** Counts calls, by what they want and how they end. Labels come from tables only: no client can make new ones. */
import { Histogram, type Clock, type Labels, type MetricsText, type Samples } from '@kuorum/base';
import type { Attributes } from '../auth/attributes.js';
import type { CallTicket } from '../server/admit-call.js';
import { isLongRunning, type CallEnd, type CallListener } from '../server/call-listener.js';

/** As kube-apiserver's, in seconds. */
const durationBounds = [
  0.005, 0.025, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1, 1.25, 1.5, 2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 45, 60,
];

/** Kubernetes' words for what REST calls methods. */
const methods: Readonly<Record<string, string>> = { create: 'POST', update: 'PUT' };
const readOnlyVerbs: readonly string[] = ['get', 'list', 'watch'];

interface Series<T> {
  readonly labels: Labels;
  value: T;
}

export class CallMetrics implements CallListener {
  private readonly totals = new Map<string, Series<number>>();
  private readonly durations = new Map<string, Series<Histogram>>();
  private readonly longRunning = new Map<string, Series<number>>();
  private readonly inflight = { mutating: 0, readOnly: 0 };
  private readonly underWay = new WeakSet<CallTicket>();

  constructor(private readonly clock: Clock) {}

  known(ticket: CallTicket): void {
    const { attributes } = ticket;
    if (attributes === undefined) return;
    this.underWay.add(ticket);
    this.change(attributes, 1);
  }

  ended(ticket: CallTicket, { code }: CallEnd): void {
    const { attributes } = ticket;
    const labels = attributes === undefined ? noResource : labelsOf(attributes);
    count(this.totals, { ...labels, code: String(code) }, 1);
    if (attributes === undefined) return;
    if (this.underWay.delete(ticket)) this.change(attributes, -1);
    if (isLongRunning(attributes)) return;
    const key = keyOf(labels);
    let series = this.durations.get(key);
    if (series === undefined) this.durations.set(key, (series = { labels, value: new Histogram(durationBounds) }));
    series.value.observe((this.clock.monotonic() - ticket.startedMs) / 1000);
  }

  render(text: MetricsText): void {
    text.counter('apiserver_request_total', 'Calls that have ended, by how.', samplesOf(this.totals));
    text.histogram(
      'apiserver_request_duration_seconds',
      'How long calls with one answer took, their wait for a seat included.',
      samplesOf(this.durations),
    );
    text.gauge('apiserver_current_inflight_requests', 'Calls with one answer under way.', [
      [{ request_kind: 'mutating' }, this.inflight.mutating],
      [{ request_kind: 'readOnly' }, this.inflight.readOnly],
    ]);
    text.gauge('apiserver_longrunning_requests', 'Streams that are open.', samplesOf(this.longRunning));
  }

  private change(attributes: Attributes, by: number): void {
    if (isLongRunning(attributes)) count(this.longRunning, labelsOf(attributes), by);
    else this.inflight[readOnlyVerbs.includes(attributes.verb) ? 'readOnly' : 'mutating'] += by;
  }
}

const noResource: Labels = { verb: 'unknown', group: '', resource: '', subresource: '' };

function labelsOf({ verb, apiGroup, resource, subresource }: Attributes): Labels {
  return { verb: methods[verb] ?? verb.toUpperCase(), group: apiGroup, resource, subresource: knownPart(subresource) };
}

/** A patch names its subresource itself. */
function knownPart(subresource: string): string {
  return subresources.includes(subresource) ? subresource : 'other';
}
const subresources = ['', 'status', 'scale', 'binding', 'eviction', 'log', 'exec', 'portforward', 'token'];

function count(series: Map<string, Series<number>>, labels: Labels, by: number): void {
  const key = keyOf(labels);
  const found = series.get(key);
  if (found === undefined) series.set(key, { labels, value: by });
  else found.value += by;
}

function keyOf(labels: Labels): string {
  return Object.values(labels).join('\n');
}

export function samplesOf<T>(series: ReadonlyMap<string, Series<T>>): Samples<T> {
  return [...series.values()].map(({ labels, value }) => [labels, value] as const);
}
