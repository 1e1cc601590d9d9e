/**
 * The user-defined bridge network the pods are on. Several kubelets may create it at the same moment, and the engine
 * lets two networks have one name: then the oldest one (by creation, then by id) is everybody's, and who made a younger
 * one takes it away again. Containers are attached by id, which is never ambiguous.
 */
import type Docker from 'dockerode';
import { clusterLabel } from '../../labels.js';
import { engineCallTimeoutMs } from '../../limits.js';
import { RuntimeError } from '../types.js';
import { engineCall, engineMessage, engineStatus, isEngineNotFound } from './engine.js';

export interface NetworkOptions {
  readonly name: string;
  readonly cluster: string;
  /** Addresses of the pods, such as 10.244.1.0/24; the engine draws from its own pools when not given. */
  readonly subnet?: string | undefined;
}

export class DockerNetworks {
  private id: Promise<string> | undefined;

  constructor(
    private readonly engine: Docker,
    private options: NetworkOptions,
  ) {}

  /** Sets the subnet of a network that is yet to be made. */
  setSubnet(subnet: string): void {
    if (subnet === this.options.subnet) return;
    this.options = { ...this.options, subnet };
    this.id = undefined;
  }

  /** The network's id, making the network when it is not there. */
  ensure(): Promise<string> {
    this.id ??= this.find().catch((error: unknown) => {
      this.id = undefined;
      throw error;
    });
    return this.id;
  }

  /** Makes the next `ensure` look again: somebody may have removed the network. */
  forget(): void {
    this.id = undefined;
  }

  private async find(): Promise<string> {
    const before = await this.list();
    if (before.length > 0) return this.check(before);
    let made: string | undefined;
    try {
      made = (await this.create()).id;
    } catch (error) {
      if (engineStatus(error) !== 409) throw error;
    }
    const all = await this.list();
    const chosen = this.check(all);
    if (made !== undefined && made !== chosen) await this.remove(made);
    return chosen;
  }

  private create(): Promise<Docker.Network> {
    const { name, cluster, subnet } = this.options;
    return engineCall(`create network ${name}`, engineCallTimeoutMs, (abortSignal) =>
      this.engine.createNetwork({
        Name: name,
        CheckDuplicate: true,
        Driver: 'bridge',
        Labels: { [clusterLabel]: cluster },
        ...(subnet === undefined ? {} : { IPAM: { Driver: 'default', Config: [{ Subnet: subnet }] } }),
        abortSignal,
      }),
    );
  }

  private async list(): Promise<Docker.NetworkInspectInfo[]> {
    const { name } = this.options;
    const found = await engineCall('list networks', engineCallTimeoutMs, () =>
      this.engine.listNetworks({ filters: JSON.stringify({ name: [name] }) }),
    );
    return found.filter((network) => network.Name === name);
  }

  private check(networks: readonly Docker.NetworkInspectInfo[]): string {
    const { name, subnet } = this.options;
    const [oldest] = [...networks].sort((a, b) => a.Created.localeCompare(b.Created) || a.Id.localeCompare(b.Id));
    if (oldest === undefined) throw new RuntimeError('Unavailable', `Cannot find network ${name} after making it`);
    const actual = oldest.IPAM?.Config?.[0]?.Subnet;
    if (subnet !== undefined && actual !== undefined && actual !== subnet) {
      throw new RuntimeError(
        'CreateContainerError',
        `Cannot use network ${name} as its subnet must be the node's podCIDR ${subnet}: current value is ${actual}`,
      );
    }
    return oldest.Id;
  }

  private async remove(id: string): Promise<void> {
    try {
      await engineCall('remove network', engineCallTimeoutMs, () => this.engine.getNetwork(id).remove());
    } catch (error) {
      if (!isEngineNotFound(error)) throw new RuntimeError('Unavailable', engineMessage(error), { cause: error });
    }
  }
}
