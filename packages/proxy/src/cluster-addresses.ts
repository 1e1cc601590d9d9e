/**
 * Puts cluster addresses on the loopback interface, so that this machine (and containers whose gateway it is) reach
 * them, and takes away those that it put there. Each is marked with a label of this node (`ip address … label`), so that
 * a proxy that was killed finds its leftovers when it starts again, and never touches what others added.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Changes the machine; replaced in tests. */
export interface AddressCommands {
  /** Address → label (`lo`, `lo:k1234abcd`) of every IPv4 address of the loopback interface. */
  present(): ReadonlyMap<string, string>;
  add(address: string, label: string): Promise<void>;
  remove(address: string): Promise<void>;
}

export const ipCommands: AddressCommands = {
  present: () => {
    const found = new Map<string, string>();
    for (const [label, addresses = []] of Object.entries(networkInterfaces())) {
      if (label !== 'lo' && !label.startsWith('lo:')) continue;
      for (const { address, family } of addresses) if (family === 'IPv4') found.set(address, label);
    }
    return found;
  },
  add: async (address, label) => {
    await run('ip', ['address', 'add', `${address}/32`, 'dev', 'lo', 'label', label]);
  },
  remove: async (address) => {
    await run('ip', ['address', 'del', `${address}/32`, 'dev', 'lo']);
  },
};

/** Whose addresses they are: several clusters may share a machine, each with a node of the same name. */
export interface AddressOwner {
  readonly cluster: string;
  readonly node: string;
}

export class ClusterAddresses {
  private readonly label: string;
  /** One change at a time. */
  private last: Promise<void> = Promise.resolve();

  constructor(
    owner: AddressOwner,
    private readonly commands: AddressCommands = ipCommands,
  ) {
    // At most 15 characters, and it must begin with the name of the device.
    this.label = `lo:k${createHash('sha256').update(`${owner.cluster}/${owner.node}`).digest('hex').slice(0, 8)}`;
  }

  /** Adds what is missing, whoever had added it before, and removes of our own what is not wanted. */
  ensure(wanted: ReadonlySet<string>): Promise<void> {
    const next = this.last.catch(() => undefined).then(() => this.change(wanted));
    this.last = next;
    return next;
  }

  /** Whether nothing is to be done: cheap, for checking often. */
  isAsWanted(wanted: ReadonlySet<string>): boolean {
    const present = this.commands.present();
    return [...wanted].every((address) => present.has(address)) && this.surplus(present, wanted).length === 0;
  }

  private async change(wanted: ReadonlySet<string>): Promise<void> {
    const present = this.commands.present();
    const failures: unknown[] = [];
    const attempt = (step: Promise<void>): Promise<void> => step.catch((error: unknown) => void failures.push(error));
    for (const address of this.surplus(present, wanted)) await attempt(this.commands.remove(address));
    for (const address of wanted) {
      if (!present.has(address)) await attempt(this.commands.add(address, this.label));
    }
    // Another proxy may have been faster: what counts is what is there now.
    if (failures.length > 0 && !this.isAsWanted(wanted)) {
      throw new Error('Cannot change the addresses of lo', { cause: failures[0] });
    }
  }

  private surplus(present: ReadonlyMap<string, string>, wanted: ReadonlySet<string>): string[] {
    return [...present].filter(([address, label]) => label === this.label && !wanted.has(address)).map(([ip]) => ip);
  }
}
