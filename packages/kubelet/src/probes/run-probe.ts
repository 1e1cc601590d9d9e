/** One probe of one container: HTTP (2xx and 3xx pass), TCP (a connection passes), exec (exit code 0 passes). */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import type { Container, Probe } from '@kuorum/api';
import { probeBodyBytesMax } from '../limits.js';
import type { ContainerRuntime } from '../runtime/types.js';
import { timeoutMs } from './probe-state.js';

export interface ProbeTarget {
  readonly podIP: string;
  readonly containerId: string;
  readonly container: Container;
}

export interface ProbeOutcome {
  readonly succeeded: boolean;
  /** For the event when it failed. */
  readonly message: string;
}

/** Never rejects: whatever goes wrong is a failed probe. */
export async function runProbe(runtime: ContainerRuntime, probe: Probe, target: ProbeTarget): Promise<ProbeOutcome> {
  try {
    if (probe.httpGet !== undefined) return await probeHttp(probe.httpGet, target, timeoutMs(probe));
    if (probe.tcpSocket !== undefined) return await probeTcp(probe.tcpSocket, target, timeoutMs(probe));
    if (probe.exec !== undefined) {
      const { exitCode, output } = await runtime.exec(target.containerId, probe.exec.command, timeoutMs(probe));
      return { succeeded: exitCode === 0, message: output };
    }
    return { succeeded: true, message: '' };
  } catch (error) {
    return { succeeded: false, message: error instanceof Error ? error.message : String(error) };
  }
}

/** A port by number or by the name of one of the container's ports. */
export function resolvePort(port: number | string | undefined, container: Container): number {
  if (typeof port === 'number') return port;
  const found = container.ports.find(({ name }) => name === port)?.containerPort ?? Number(port);
  if (!Number.isInteger(found)) throw new Error(`couldn't find port: ${String(port)}`);
  return found;
}

function probeHttp(action: NonNullable<Probe['httpGet']>, target: ProbeTarget, timeout: number): Promise<ProbeOutcome> {
  const port = resolvePort(action.port, target.container);
  const host = action.host === '' ? target.podIP : action.host;
  const path = action.path.startsWith('/') ? action.path : `/${action.path}`;
  const secure = action.scheme === 'HTTPS';
  return new Promise((resolve, reject) => {
    const options = {
      host,
      port,
      path,
      timeout,
      agent: false,
      headers: { 'user-agent': 'kuorum-probe', connection: 'close' },
    };
    const call = secure ? httpsRequest({ ...options, rejectUnauthorized: false }) : httpRequest(options);
    const timer = setTimeout(() => call.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
    call.on('response', (response) => {
      const code = response.statusCode ?? 0;
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > probeBodyBytesMax) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => clearTimeout(timer));
      resolve({ succeeded: code >= 200 && code < 400, message: `HTTP probe failed with statuscode: ${code}` });
    });
    call.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    call.end();
  });
}

function probeTcp(
  action: NonNullable<Probe['tcpSocket']>,
  target: ProbeTarget,
  timeout: number,
): Promise<ProbeOutcome> {
  const port = resolvePort(action.port, target.container);
  const host = action.host === '' ? target.podIP : action.host;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, timeout });
    socket.on('connect', () => {
      socket.destroy();
      resolve({ succeeded: true, message: '' });
    });
    socket.on('timeout', () => socket.destroy(new Error(`no connection within ${timeout} ms`)));
    socket.on('error', reject);
  });
}
