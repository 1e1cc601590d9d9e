/**
 * The network between the members of a store: a TCP proxy before the peer port of each, so that what one member sends
 * to another can be held back, one direction at a time, or cut off.
 *
 * All members must advertise one peer URL, so there is one proxy a member and not one a pair; who connects is told by
 * the loopback address that each member dials from (member-faults.ts). A direction that is held loses nothing: like a network that drops packets under
 * TCP, it delivers late, or never when the connection is given up meanwhile. The same goes for a line that delays and
 * loses: one connection keeps its order, as TCP does, several overtake each other.
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Xoshiro128 } from '@kuorum/base';

/** A member as the network sees it. */
export interface LinkEnd {
  readonly name: string;
  /** Where it really listens for peers. */
  readonly peerPort: number;
  /** Where it dials from. */
  readonly address: string;
}

/** What a line does to what it carries. */
export interface Line {
  readonly delayMs: number;
  /** Up to so much more, each time anew. */
  readonly jitterMs: number;
  /** Of a hundred parts: they come when they are sent again. */
  readonly lostPercent: number;
}

/** Linux's least time after which TCP sends again. */
const SENT_AGAIN_MS = 200;

interface Connection {
  /** Undefined when it is none of the members. */
  readonly from: string | undefined;
  readonly to: string;
  readonly dialer: Socket;
  readonly target: Socket;
}

export class Links {
  private readonly servers: Server[] = [];
  private readonly connections = new Set<Connection>();
  /** What `from>to` may still carry before {@link resetAfter} breaks it. */
  private readonly allowances = new Map<string, number>();
  /** `from>to` pairs whose bytes are held. */
  private readonly held = new Set<string>();

  private readonly lines = new Map<string, Line>();
  private readonly prng = new Xoshiro128(1);

  constructor(private readonly ends: () => readonly LinkEnd[]) {}

  /** Gives the port under which the others reach `name`. `port` 0 = any. */
  async open(name: string, port: number): Promise<number> {
    const server = createServer((dialer) => this.accept(name, dialer));
    this.servers.push(server);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return (server.address() as AddressInfo).port;
  }

  /** What `from` sends does not reach `to`; the other way it goes on. */
  cutOneWay(from: string, to: string): void {
    this.held.add(`${from}>${to}`);
    this.update();
  }

  cut(a: string, b: string): void {
    this.cutOneWay(a, b);
    this.cutOneWay(b, a);
  }

  /** Only members of the same group reach each other. */
  partition(...groups: readonly (readonly string[])[]): void {
    for (const group of groups) {
      for (const other of groups) if (group !== other) for (const a of group) for (const b of other) this.cut(a, b);
    }
  }

  healOne(a: string, b: string): void {
    this.held.delete(`${a}>${b}`);
    this.held.delete(`${b}>${a}`);
    this.update();
  }

  /** From now on, both ways, for what is sent from now on. */
  worsen(a: string, b: string, line: Line): void {
    this.lines.set(`${a}>${b}`, line);
    this.lines.set(`${b}>${a}`, line);
  }

  heal(): void {
    this.lines.clear();
    this.held.clear();
    this.update();
  }

  /** Breaks all connections between the two in the middle of whatever they carry. New ones may be made. */
  reset(a: string, b: string): void {
    for (const connection of this.connections) {
      const ends = [connection.from, connection.to];
      if (ends.includes(a) && ends.includes(b)) drop(connection);
    }
  }

  /** The same, once `from` has sent `to` so many bytes from now on: in the middle of something large. */
  resetAfter(from: string, to: string, bytes: number): void {
    this.allowances.set(`${from}>${to}`, bytes);
  }

  /** What was armed and has not happened yet. */
  get armed(): number {
    return this.allowances.size;
  }

  close(): void {
    for (const server of this.servers) server.close();
    for (const connection of this.connections) drop(connection);
  }

  private accept(to: string, dialer: Socket): void {
    const end = this.ends().find(({ name }) => name === to);
    if (end === undefined) return void dialer.destroy();
    const from = this.ends().find(({ address }) => address === dialer.remoteAddress)?.name;
    const target = connect(end.peerPort, '127.0.0.1');
    const connection: Connection = { from, to, dialer, target };
    this.connections.add(connection);
    for (const socket of [dialer, target]) {
      socket.setNoDelay(true);
      socket.on('error', () => drop(connection));
      socket.on('close', () => {
        this.connections.delete(connection);
        drop(connection);
      });
    }
    forward(dialer, target, (bytes) => this.carried(from, to, bytes));
    forward(target, dialer, (bytes) => this.carried(to, from, bytes));
    this.apply(connection);
  }

  /** Gives how long the bytes take. */
  private carried(from: string | undefined, to: string | undefined, bytes: number): number {
    const link = `${from}>${to}`;
    const left = this.allowances.get(link);
    if (left !== undefined && from !== undefined && to !== undefined) {
      if (left > bytes) {
        this.allowances.set(link, left - bytes);
      } else {
        this.allowances.delete(link);
        this.reset(from, to);
      }
    }
    const line = this.lines.get(link);
    if (line === undefined) return 0;
    const again = this.prng.int(100) < line.lostPercent ? SENT_AGAIN_MS : 0;
    return line.delayMs + this.prng.int(line.jitterMs + 1) + again;
  }

  private update(): void {
    for (const connection of this.connections) this.apply(connection);
  }

  private apply({ from, to, dialer, target }: Connection): void {
    hold(dialer, this.held.has(`${from}>${to}`));
    hold(target, this.held.has(`${to}>${from}`));
  }
}

const heldSockets = new WeakSet<Socket>();

/** Not by `pipe`: it resumes its source when the other side has room again, held or not. */
function forward(from: Socket, to: Socket, carried: (bytes: number) => number): void {
  let busyUntil = 0;
  const onTheirWay: Buffer[] = [];
  const deliver = (bytes: Buffer): void => {
    if (!to.destroyed && !to.write(bytes)) from.pause();
  };
  from.on('data', (bytes: Buffer) => {
    // What came before arrives before.
    busyUntil = Math.max(busyUntil, performance.now() + carried(bytes.length));
    const waitMs = busyUntil - performance.now();
    if (waitMs <= 0 && onTheirWay.length === 0) return deliver(bytes);
    onTheirWay.push(bytes);
    setTimeout(() => {
      // Whichever timer is first: the oldest bytes are.
      const oldest = onTheirWay.shift();
      if (oldest !== undefined) deliver(oldest);
      if (onTheirWay.length === 0 && from.readableEnded) to.end();
    }, waitMs);
  });
  to.on('drain', () => {
    if (!heldSockets.has(from)) from.resume();
  });
  from.on('end', () => {
    if (onTheirWay.length === 0) to.end();
  });
}

function hold(socket: Socket, yes: boolean): void {
  if (yes) {
    heldSockets.add(socket);
    socket.pause();
  } else {
    heldSockets.delete(socket);
    socket.resume();
  }
}

function drop({ dialer, target }: Connection): void {
  dialer.destroy();
  target.destroy();
}
