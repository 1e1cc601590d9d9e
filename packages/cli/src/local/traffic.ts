/** Requests through a service, each on a connection of its own, counted by the pod that answered. For the demo. */
import { request } from 'node:http';

const requestTimeoutMs = 2_000;

/** The body of one GET. */
export function fetchOnce(host: string, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request({ host, port, path: '/', agent: false, timeout: requestTimeoutMs }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (body += chunk));
      response.on('error', reject);
      response.on('end', () =>
        response.statusCode === 200 ? resolve(body) : reject(new Error(`HTTP ${response.statusCode}`)),
      );
    });
    call.on('timeout', () => call.destroy(new Error('no answer in time')));
    call.on('error', reject);
    call.end();
  });
}

export interface Tally {
  /** Pod name → answers. */
  readonly answers: ReadonlyMap<string, number>;
  readonly failures: number;
}

/** Sends `count` requests one after the other; `podNames` tell whose answer a body is. */
export async function sendRequests(
  host: string,
  port: number,
  count: number,
  podNames: readonly string[],
): Promise<Tally> {
  const answers = new Map<string, number>(podNames.map((name) => [name, 0]));
  let failures = 0;
  for (let i = 0; i < count; i++) {
    const body = await fetchOnce(host, port).catch(() => undefined);
    const name = podNames.find((candidate) => body?.includes(candidate));
    if (name === undefined) failures++;
    else answers.set(name, (answers.get(name) ?? 0) + 1);
  }
  return { answers, failures };
}

const barWidth = 30;

/** A bar a pod: `echo-abc   ██████ 100`. */
export function barLines({ answers, failures }: Tally): string[] {
  const most = Math.max(1, ...answers.values());
  const width = Math.max(...[...answers.keys()].map((name) => name.length), 'failed'.length);
  const lines = [...answers].map(
    ([name, n]) => `  ${name.padEnd(width)}  ${'█'.repeat(Math.round((barWidth * n) / most))} ${n}`,
  );
  return failures === 0 ? lines : [...lines, `  ${'failed'.padEnd(width)}  ${failures}`];
}
