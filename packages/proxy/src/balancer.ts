/**
 * Chooses an endpoint for each connection: round robin over the ready ones. One that has just refused a connection is
 * asked last for a while: the news that a pod is gone takes longer than the next connection.
 */
import { endpointId, type Endpoint } from './plan.js';

export class Balancer {
  private endpoints: readonly Endpoint[] = [];
  private readonly restsUntilMs = new Map<string, number>();

  /** `turn` is where the first round starts: a different one in each proxy spreads the first connections. */
  constructor(
    private readonly restMs: number,
    private turn = 0,
  ) {}

  get size(): number {
    return this.endpoints.length;
  }

  update(endpoints: readonly Endpoint[]): void {
    this.endpoints = endpoints;
    const ids = new Set(endpoints.map(endpointId));
    for (const id of this.restsUntilMs.keys()) if (!ids.has(id)) this.restsUntilMs.delete(id);
  }

  has(endpoint: Endpoint): boolean {
    const id = endpointId(endpoint);
    return this.endpoints.some((other) => endpointId(other) === id);
  }

  /** The endpoints for one connection, in the order to try them; takes a turn. */
  candidates(nowMs: number): Endpoint[] {
    const rests = (endpoint: Endpoint): boolean => (this.restsUntilMs.get(endpointId(endpoint)) ?? 0) > nowMs;
    const awake = this.endpoints.filter((endpoint) => !rests(endpoint));
    const resting = this.endpoints.filter(rests);
    if (awake.length === 0) return resting;
    const first = this.turn++ % awake.length;
    return [...awake.slice(first), ...awake.slice(0, first), ...resting];
  }

  refused(endpoint: Endpoint, nowMs: number): void {
    if (this.has(endpoint)) this.restsUntilMs.set(endpointId(endpoint), nowMs + this.restMs);
  }

  accepted(endpoint: Endpoint): void {
    this.restsUntilMs.delete(endpointId(endpoint));
  }
}
