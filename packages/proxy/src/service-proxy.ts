/** What this node answers for services now: one listener an address, each belonging to one service. */
import type { ClusterAddresses } from './cluster-addresses.js';
import { Listener, type ListenerContext, type ListenerState } from './listener.js';
import type { ServicePlan } from './plan.js';

interface Owned {
  readonly service: string;
  readonly listener: Listener;
}

export class ServiceProxy {
  private readonly listeners = new Map<string, Owned>();
  /** Service → cluster address it needs on this machine. */
  private readonly addressOf = new Map<string, string>();
  /** Listeners whose services are gone, with connections that may finish. */
  private readonly draining = new Set<Promise<void>>();
  private stopped = false;

  constructor(
    private readonly context: ListenerContext,
    private readonly addresses: ClusterAddresses,
    private readonly drainMs: number,
  ) {}

  /** Addresses answered, with their state. */
  states(): ReadonlyMap<string, ListenerState> {
    return new Map([...this.listeners].map(([id, { listener }]) => [id, listener.state]));
  }

  /** Makes the listeners of `service` those of the plan. Rejects when another service has one of the addresses. */
  async apply(service: string, plan: ServicePlan): Promise<void> {
    if (this.stopped) return;
    const wanted = new Set(plan.listeners.map(({ id }) => id));
    for (const [id, owned] of this.listeners) {
      if (owned.service === service && !wanted.has(id)) this.retire(id, owned.listener);
    }
    if (plan.address === undefined) this.addressOf.delete(service);
    else this.addressOf.set(service, plan.address);
    const addressesReady = this.ensureAddresses();
    await addressesReady.catch(() => undefined);
    const starting: Promise<void>[] = [];
    const taken: string[] = [];
    for (const spec of plan.listeners) {
      const present = this.listeners.get(spec.id);
      if (present?.service === service) present.listener.update(spec.endpoints);
      else if (present !== undefined) taken.push(`${spec.id} (by ${present.service})`);
      else if (!this.stopped) {
        const listener = new Listener(spec, this.context);
        this.listeners.set(spec.id, { service, listener });
        starting.push(listener.start());
      }
    }
    await Promise.all(starting);
    if (taken.length > 0) throw new Error(`Cannot answer for ${service} on ${taken.join(', ')}: already taken`);
    await addressesReady;
  }

  /** Puts back cluster addresses that somebody took away. */
  async checkAddresses(): Promise<void> {
    if (!this.stopped && !this.addresses.isAsWanted(this.wantedAddresses())) await this.ensureAddresses();
  }

  /** Stops listening at once; resolves when connections have finished and the machine is as it was. */
  async stop(): Promise<void> {
    this.stopped = true;
    for (const [id, { listener }] of this.listeners) this.retire(id, listener);
    await Promise.all(this.draining);
    this.addressOf.clear();
    await this.ensureAddresses();
  }

  private retire(id: string, listener: Listener): void {
    this.listeners.delete(id);
    const drained = listener.stop(this.drainMs).finally(() => this.draining.delete(drained));
    this.draining.add(drained);
  }

  private ensureAddresses(): Promise<void> {
    return this.addresses.ensure(this.wantedAddresses());
  }

  private wantedAddresses(): ReadonlySet<string> {
    return new Set(this.addressOf.values());
  }
}
