/** What every container runtime promises, as one suite; each runtime's own test file runs it. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { cpus } from 'node:os';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect } from 'chai';
import {
  RuntimeError,
  type ContainerRuntime,
  type ContainerSpec,
  type ContainerUsage,
  type LogOptions,
  type PodRef,
  type RuntimeContainer,
} from '../../dist/runtime/types.js';
import { eventually } from '../eventually.js';

export interface RuntimeUnderTest {
  readonly runtime: ContainerRuntime;
  /** An image whose default command is the echo server and that has `node` on its path. */
  readonly image: string;
  /** An image that does not exist. */
  readonly missingImage: string;
  /** Commands are really run, so they exit, log and answer. */
  readonly real: boolean;
  /** Commands can have a terminal. */
  readonly terminals: boolean;
  /** Opens the same state again, as a restarted kubelet does; undefined when it keeps none. */
  readonly reopen?: () => ContainerRuntime;
}

/** How old what an engine tells of its usage may be. */
const engineMemoryMs = 2_000;

const plainLogs: LogOptions = { follow: false, timestamps: false };

export function runtimeContract(name: string, open: () => RuntimeUnderTest): void {
  describe(`runtime contract: ${name}`, function () {
    this.timeout(60_000);
    let under: RuntimeUnderTest;
    let runtime: ContainerRuntime;
    const pods: PodRef[] = [];

    before(() => {
      under = open();
      runtime = under.runtime;
    });
    afterEach(async () => {
      await Promise.all(pods.splice(0).map((pod) => runtime.removePod(pod)));
    });

    const newPod = (): PodRef => {
      const pod = { namespace: 'default', name: `web-${randomUUID().slice(0, 5)}`, uid: randomUUID() };
      pods.push(pod);
      return pod;
    };
    const specOf = (pod: PodRef, partial: Partial<ContainerSpec> = {}): ContainerSpec => ({
      ...{ pod, hostname: pod.name, shared: false, name: 'main', attempt: 0, backoffMs: 0, image: under.image },
      ...{
        command: [],
        args: [],
        workingDir: '',
        env: { POD_NAME: pod.name },
        ports: [{ port: 8080, protocol: 'TCP' }],
      },
      ...{ cpuLimitMillis: 0, memoryLimitBytes: 0, cpuRequestMillis: 0 },
      ...partial,
    });
    const script = (pod: PodRef, code: string, partial: Partial<ContainerSpec> = {}): ContainerSpec =>
      specOf(pod, { command: ['node', '-e', code], ...partial });
    const start = async (spec: ContainerSpec): Promise<string> => {
      await runtime.preparePod({ ...spec, ports: spec.ports.map(({ port }) => port) });
      return runtime.startContainer(spec);
    };
    const container = async (pod: PodRef, id: string): Promise<RuntimeContainer | undefined> =>
      (await runtime.listPods(pod.uid))[0]?.containers.find((each) => each.id === id);
    const inState = (pod: PodRef, id: string, state: RuntimeContainer['state']): Promise<RuntimeContainer> =>
      eventually(`container ${state}`, async () => {
        const found = await container(pod, id);
        return found?.state === state ? found : undefined;
      });
    const text = async (logs: Promise<Readable>): Promise<string> => (await buffer(await logs)).toString();

    it('answers with its version', async () => {
      expect((await runtime.version()).name).to.equal(under.runtime.name);
    });

    it('lists a started container under its pod with an address, and nothing of a pod it never saw', async () => {
      const pod = newPod();
      const before = Date.now();
      const id = await start(specOf(pod, { attempt: 3, backoffMs: 40_000 }));
      const found = await inState(pod, id, 'running');
      expect(found).to.include({ name: 'main', attempt: 3, backoffMs: 40_000, finishedAtMs: 0 });
      expect(found.startedAtMs).to.be.within(before - 2000, Date.now() + 2000);
      const all = await runtime.listPods();
      expect(all.map((each) => each.uid)).to.deep.equal([pod.uid]);
      expect(all[0]).to.include({ namespace: pod.namespace, name: pod.name });
      expect(all[0]?.ip).to.match(/^\d+\.\d+\.\d+\.\d+$/);
      expect(await runtime.listPods(randomUUID())).to.deep.equal([]);
    });

    it('refuses to start one attempt twice', async () => {
      const pod = newPod();
      await start(specOf(pod));
      const error = await rejection(runtime.startContainer(specOf(pod)));
      expect(error.reason).to.equal('AlreadyExists');
      expect((await runtime.listPods(pod.uid))[0]?.containers).to.have.length(1);
    });

    it('stops a container and keeps it, exited, until it is removed', async () => {
      const pod = newPod();
      const id = await start(specOf(pod));
      await runtime.stopContainer(id, 1_000);
      const ended = await inState(pod, id, 'exited');
      expect(ended.finishedAtMs).to.be.at.least(ended.startedAtMs);
      await runtime.stopContainer(id, 10_000);
      await runtime.removeContainer(id);
      expect(await container(pod, id)).to.equal(undefined);
      await runtime.removeContainer(id);
      await runtime.stopContainer(id, 0);
    });

    it('removes everything of a pod, running or not, and may do it again', async () => {
      const pod = newPod();
      await start(specOf(pod));
      await runtime.removePod(pod);
      expect(await runtime.listPods(pod.uid)).to.deep.equal([]);
      await runtime.removePod(pod);
    });

    it('says why it cannot have an image', async () => {
      expect((await rejection(runtime.ensureImage(under.missingImage, 'IfNotPresent'))).reason).to.equal(
        'ErrImagePull',
      );
      expect((await rejection(runtime.ensureImage('UPPER/case:!', 'IfNotPresent'))).reason).to.equal(
        'InvalidImageName',
      );
      expect((await runtime.ensureImage(under.image, 'IfNotPresent')).imageId).not.to.equal('');
    });

    it('gives hints of changes', async () => {
      const pod = newPod();
      const seen: string[] = [];
      const subscription = runtime.hints$.subscribe((hint) => seen.push(hint.podUid));
      try {
        const id = await start(specOf(pod));
        // The stream may come up after the start; the stop is surely after it or the next one is.
        await runtime.stopContainer(id, 0);
        let attempt = 1;
        await eventually('a hint', async () => {
          if (seen.includes(pod.uid)) return true;
          await start(specOf(pod, { attempt: attempt++ }));
          return undefined;
        });
      } finally {
        subscription.unsubscribe();
      }
    });

    it('streams logs', async () => {
      const pod = newPod();
      const id = await start(script(pod, 'console.log("one"); console.error("two"); console.log("three")'));
      if (under.real) await inState(pod, id, 'exited');
      const all = await text(runtime.logs(id, plainLogs));
      expect(all.trimEnd().split('\n')).to.have.length(under.real ? 3 : 1);
      expect(await text(runtime.logs(id, { ...plainLogs, tailLines: 0 }))).to.equal('');
      expect(await text(runtime.logs(id, { ...plainLogs, timestamps: true }))).to.match(/^\d{4}-\d\d-\d\dT[^ ]+Z \w/);
      const error = await rejection(runtime.logs(`${id}0`, plainLogs));
      expect(error.reason).to.equal('NotFound');
    });

    it('follows logs to the end of the container', async () => {
      const pod = newPod();
      const id = await start(
        script(
          pod,
          'process.on("SIGTERM",()=>{console.log("end");process.exit(0)}); console.log("begin"); setInterval(()=>{},1e3)',
        ),
      );
      const followed = text(runtime.logs(id, { ...plainLogs, follow: true }));
      if (under.real) {
        await eventually('the first line', async () => (await text(runtime.logs(id, plainLogs))).includes('begin'));
      }
      await runtime.stopContainer(id, 10_000);
      expect(await followed).to.match(under.real ? /^begin\nend\n$/ : /started/);
    });

    it('stops following when the reader has enough', async () => {
      const pod = newPod();
      const id = await start(specOf(pod));
      const followed = await runtime.logs(id, { ...plainLogs, follow: true });
      const closed = once(followed, 'close');
      followed.destroy();
      await closed;
    });

    it('tells what a running container uses, with all its processes, and nothing of one that does not run', async () => {
      const pod = newPod();
      const megabytes = 64;
      const child = `const held = Buffer.alloc(${megabytes} << 20, 1); setInterval(() => {
        for (const end = Date.now() + 20; Date.now() < end; );
      }, 40, held)`;
      const code = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(child)}]); setInterval(()=>{},1e3)`;
      const id = await start(script(pod, code));
      const read = async (): Promise<ContainerUsage | undefined> => (await runtime.stats([id, `${id}0`])).get(id);
      let began = 0;
      const first = await eventually('its memory and some work', async () => {
        began = performance.now();
        const usage = await read();
        const works = usage !== undefined && usage.cpuNanoseconds > 0;
        return works && usage.workingSetBytes > (under.real ? megabytes << 20 : 0) ? usage : undefined;
      });
      expect(first.timeMs).to.be.within(Date.now() - 20_000, Date.now() + 1_000);
      expect(first.workingSetBytes).to.be.below(1 << 30);
      const more = under.real ? 20e6 : 1;
      const second = await eventually('more work', async () => {
        const usage = await read();
        return usage !== undefined && usage.cpuNanoseconds >= first.cpuNanoseconds + more ? usage : undefined;
      });
      expect(second.timeMs).to.be.at.least(first.timeMs);
      // By the time around both readings: the moment of one and its time are not the same, and an engine may give what it knew.
      const withinMs = performance.now() - began + engineMemoryMs;
      expect((second.cpuNanoseconds - first.cpuNanoseconds) / 1e6, 'ms of all cores').to.be.below(
        withinMs * cpus().length,
      );
      expect([...(await runtime.stats([`${id}0`, id])).keys()]).to.deep.equal([id]);
      await runtime.stopContainer(id, 0);
      expect(await read()).to.equal(undefined);
      expect((await runtime.stats([])).size).to.equal(0);
    });

    it('finds everything again after a restart', async function () {
      if (under.reopen === undefined) return;
      const pod = newPod();
      const id = await start(specOf(pod));
      const before = await inState(pod, id, 'running');
      await eventually('its start', async () => (await text(runtime.logs(id, plainLogs))).includes('listens'));
      const second = under.reopen();
      try {
        const [again] = await second.listPods(pod.uid);
        expect(again?.containers).to.deep.equal([before]);
        await second.stopContainer(id, 5_000);
        expect((await second.listPods(pod.uid))[0]?.containers[0]).to.include({ id, state: 'exited', exitCode: 0 });
      } finally {
        await second.close();
      }
    });

    it('opens a command only in a container that runs', async () => {
      const pod = newPod();
      const id = await start(specOf(pod));
      const pipes = { command: ['node', '-v'], stdin: false, stdout: true, stderr: true, tty: false };
      const session = await runtime.openExec(id, pipes);
      const said = text(Promise.resolve(session.stdout as Readable));
      expect(await session.exited).to.equal(0);
      expect(await said).to.match(under.real ? /^v\d+/ : /^hollow: node -v/);
      await session.kill();
      await runtime.stopContainer(id, 0);
      expect((await rejection(runtime.openExec(id, pipes))).reason).to.equal('NotFound');
      if (!under.terminals) {
        const other = newPod();
        const running = await start(specOf(other));
        const error = await rejection(runtime.openExec(running, { ...pipes, tty: true }));
        expect(error.reason).to.equal('Unimplemented');
        expect(error.message).to.include('terminals');
      }
    });

    describe('with real commands', () => {
      before(function () {
        if (!under.real) this.test?.parent?.tests.splice(0);
      });

      it('tells the exit code', async () => {
        const pod = newPod();
        const id = await start(script(pod, 'process.exit(7)'));
        expect((await inState(pod, id, 'exited')).exitCode).to.equal(7);
      });

      it('serves the echo server at the pod address, which ends at once on SIGTERM with code 0', async () => {
        const pod = newPod();
        const id = await start(specOf(pod));
        const { ip } = await eventually('an address', async () => (await runtime.listPods(pod.uid))[0]);
        const answer = await eventually('an answer', () => get(ip, 8080, '/').catch(() => undefined));
        expect(JSON.parse(answer)).to.include({ pod: pod.name });
        const began = performance.now();
        await runtime.stopContainer(id, 30_000);
        expect(performance.now() - began, 'a part of its grace').to.be.below(25_000);
        expect((await inState(pod, id, 'exited')).exitCode).to.equal(0);
      });

      it('kills what is deaf to SIGTERM after the grace period', async () => {
        const pod = newPod();
        const id = await start(
          script(pod, 'process.on("SIGTERM",()=>console.log("no")); console.log("up"); setInterval(()=>{},1e3)'),
        );
        await eventually('its handler', async () => (await text(runtime.logs(id, plainLogs))).includes('up'));
        await runtime.stopContainer(id, 1_000);
        expect((await inState(pod, id, 'exited')).exitCode).to.equal(137);
        expect(await text(runtime.logs(id, plainLogs))).to.include('no');
      });

      it('passes arguments, environment and host name', async () => {
        const pod = newPod();
        const id = await start(
          specOf(pod, {
            command: ['node', '-e', 'console.log(process.argv[1], process.env.GREETING, process.env.HOSTNAME)'],
            args: ['first'],
            env: { GREETING: 'hello "you"' },
          }),
        );
        await inState(pod, id, 'exited');
        expect(await text(runtime.logs(id, plainLogs))).to.equal(`first hello "you" ${pod.name}\n`);
      });

      it('says why a command cannot be started and leaves nothing behind', async () => {
        const pod = newPod();
        const error = await rejection(start(specOf(pod, { command: ['/no/such/program'] })));
        expect(error.reason).to.equal('RunContainerError');
        expect(error.message).to.include('/no/such/program');
        expect((await runtime.listPods(pod.uid)).flatMap((each) => each.containers)).to.deep.equal([]);
      });

      it('runs a command inside', async () => {
        const pod = newPod();
        const id = await start(specOf(pod));
        const result = await runtime.exec(id, ['node', '-e', 'console.log("inside"); process.exit(3)'], 30_000);
        expect(result).to.deep.equal({ exitCode: 3, output: 'inside\n' });
        await rejection(runtime.exec(id, ['node', '-e', 'setInterval(()=>{},1e3)'], 700));
      });

      it('carries the streams of a command both ways, and tells its exit code', async () => {
        const pod = newPod();
        const id = await start(specOf(pod, { env: { POD_NAME: pod.name, GREETING: 'hello' } }));
        const code = `let n = 0; process.stdin.on('data', (d) => (n += d.length));
          process.stdin.on('end', () => { console.log(process.env.GREETING, n); console.error('done'); process.exit(5) })`;
        const streams = { stdin: true, stdout: true, stderr: true, tty: false };
        const session = await runtime.openExec(id, { command: ['node', '-e', code], ...streams });
        const [out, err] = [session.stdout, session.stderr].map((stream) => text(Promise.resolve(stream as Readable)));
        session.stdin?.write(Buffer.alloc(300_000, 'x'));
        session.stdin?.end(Buffer.alloc(700_000, 'x'));
        expect(await out).to.equal('hello 1000000\n');
        expect(await err).to.equal('done\n');
        expect(await session.exited).to.equal(5);
      });

      it('makes a command wait for its reader, and loses nothing', async () => {
        const pod = newPod();
        const id = await start(specOf(pod));
        const bytes = 16 * 1024 * 1024;
        const code = `const b = Buffer.alloc(65536, 'x'); let left = ${bytes};
          const go = () => { while (left > 0) { left -= b.length; if (!process.stdout.write(b)) return process.stdout.once('drain', go) } };
          go()`;
        const streams = { stdin: false, stdout: true, stderr: false, tty: false };
        const session = await runtime.openExec(id, { command: ['node', '-e', code], ...streams });
        const stdout = session.stdout as Readable;
        let ended = false;
        void session.exited.then(() => (ended = true));
        await once(stdout, 'readable');
        // Meanwhile another command begins and ends.
        const other = await runtime.openExec(id, { command: ['node', '-e', ''], ...streams });
        other.stdout?.resume();
        expect(await other.exited).to.equal(0);
        expect(ended, 'it has ended though nobody reads').to.equal(false);
        expect(stdout.readableLength).to.be.below(1024 * 1024);
        let read = 0;
        for await (const chunk of stdout) read += (chunk as Buffer).length;
        expect(read).to.equal(bytes);
        expect(await session.exited).to.equal(0);
      });

      const endsWithItsUser = async (tty: boolean): Promise<void> => {
        const pod = newPod();
        const id = await start(specOf(pod));
        // The child listens where it can be seen from outside, and so long as it lives.
        // It stays when its terminal goes.
        const child = `process.on('SIGHUP', () => {});
          require('net').createServer().listen(9000, process.env.HOST || '0.0.0.0', () => console.log('up'))`;
        const code = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(child)}], { stdio: 'inherit' });
          setInterval(() => {}, 1e3)`;
        const streams = { stdin: true, stdout: true, stderr: !tty, tty };
        const session = await runtime.openExec(id, { command: ['node', '-e', code], ...streams });
        const [first] = (await once(session.stdout as Readable, 'data')) as [Buffer];
        expect(first.toString().trim()).to.equal('up');
        (await runtime.portForward(pod.uid, 9000)).destroy();
        await session.kill();
        await eventually('its end', async () => {
          const still = await runtime.portForward(pod.uid, 9000).catch(() => undefined);
          still?.destroy();
          return still === undefined || undefined;
        });
        await session.kill();
      };
      it('ends a command whose user has gone, and what it has started', () => endsWithItsUser(false));
      it('ends a command with a terminal the same way', async () => {
        if (under.terminals) await endsWithItsUser(true);
      });

      it('gives a command a terminal of the size that its user has, where there are any', async () => {
        if (!under.terminals) return;
        const pod = newPod();
        const id = await start(specOf(pod));
        const code = `const size = () => console.log([process.stdout.isTTY, process.stdout.columns, process.stdout.rows].join(" "));
          process.stdin.on('data', size); process.stdout.on('resize', size); console.log('ready'); `;
        const streams = { stdin: true, stdout: true, stderr: true, tty: true };
        const size = { width: 91, height: 31 };
        const session = await runtime.openExec(id, { command: ['node', '-e', code], ...streams, size });
        let said = '';
        session.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
        await eventually('the command', () => said.includes('ready') || undefined);
        session.stdin?.write('\n');
        await eventually('its size', () => said.includes('true 91 31') || undefined);
        await session.resize({ width: 55, height: 12 });
        await eventually('its new size', () => said.includes('true 55 12') || undefined);
        expect(session.stderr).to.equal(undefined);
        await session.kill();
      });

      it('passes keys on: Ctrl-C is a signal, and the exit code comes back', async () => {
        if (!under.terminals) return;
        const pod = newPod();
        const id = await start(specOf(pod, { env: { GREETING: `it's "here"` } }));
        const code = `process.on('SIGINT', () => process.exit(9)); setInterval(() => {}, 1e3); console.log(process.env.GREETING, process.argv[1])`;
        const streams = { stdin: true, stdout: true, stderr: false, tty: true };
        const session = await runtime.openExec(id, { command: ['node', '-e', code, `a 'b' $c`], ...streams });
        let said = '';
        session.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
        await eventually('the command', () => said.includes(`it's "here" a 'b' $c`) || undefined);
        session.stdin?.write('\u0003');
        expect(await session.exited).to.equal(9);
      });

      it('connects to a port of the pod; each side may end before the other', async () => {
        const pod = newPod();
        const code = `require('net').createServer({ allowHalfOpen: true }, (c) => { let n = 0;
          c.on('data', (d) => (n += d.length)); c.on('end', () => c.end('got ' + n)) }).listen(8080, process.env.HOST || '0.0.0.0', () => console.log('up'))`;
        const id = await start(script(pod, code));
        await eventually(
          'it listens',
          async () => (await text(runtime.logs(id, plainLogs))).includes('up') || undefined,
        );
        const connection = await runtime.portForward(pod.uid, 8080);
        const answer = text(Promise.resolve(connection));
        connection.end(Buffer.alloc(500_000));
        expect(await answer).to.equal('got 500000');
        const error = await rejection(runtime.portForward(pod.uid, 8081));
        expect(error.reason).to.equal('Unavailable');
        expect(error.message).to.match(/failed to connect to [\d.]+:8081: connection refused/);
      });

      it('lets containers of one pod share an address that is known beforehand and survives their restart', async () => {
        const pod = newPod();
        const shared = specOf(pod, { shared: true });
        const ip = await runtime.preparePod({ ...shared, ports: [8080] });
        expect(ip).to.match(/^\d+\.\d+\.\d+\.\d+$/);
        const first = await start(shared);
        await start(script(pod, 'setInterval(()=>{},1e3)', { shared: true, name: 'side' }));
        await eventually('an answer', () => get(ip, 8080, '/healthz').catch(() => undefined));
        await runtime.stopContainer(first, 5_000);
        await start({ ...shared, attempt: 1 });
        await eventually('an answer again', () => get(ip, 8080, '/healthz').catch(() => undefined));
        const [seen] = await runtime.listPods(pod.uid);
        expect(seen?.ip).to.equal(ip);
        expect(seen?.containers.map(({ name, attempt, state }) => `${name} ${attempt} ${state}`)).to.deep.equal([
          'main 0 exited',
          'main 1 running',
          'side 0 running',
        ]);
      });
    });
  });
}

export function get(host: string, port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ host, port, path, timeout: 2000, agent: false }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => (body += chunk.toString()));
      response.on('end', () => resolve(body));
    });
    call.on('timeout', () => call.destroy(new Error('timed out')));
    call.on('error', reject);
    call.end();
  });
}

export async function rejection(promise: Promise<unknown>): Promise<RuntimeError> {
  const outcome: unknown = await promise.then(
    () => 'resolved',
    (error: unknown) => error,
  );
  expect(outcome).to.be.instanceOf(RuntimeError);
  return outcome as RuntimeError;
}
