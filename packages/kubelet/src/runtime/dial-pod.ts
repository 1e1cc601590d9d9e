/** Connections to ports of pods whose addresses this machine has or routes to. */
import { connect, type Socket } from 'node:net';
import { podDialTimeoutMs } from '../limits.js';
import { RuntimeError, type RuntimePod } from './types.js';

/** Each side may end before the other one does. */
export function dialPod(pod: RuntimePod | undefined, port: number): Promise<Socket> {
  if (pod === undefined || pod.ip === '') {
    return Promise.reject(new RuntimeError('NotFound', 'the pod has no address: is it running?'));
  }
  const { ip: host } = pod;
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    const fail = (why: string, cause?: Error): void => {
      socket.destroy();
      reject(new RuntimeError('Unavailable', `failed to connect to ${host}:${port}: ${why}`, { cause }));
    };
    const timer = setTimeout(() => fail(`no answer within ${podDialTimeoutMs} ms`), podDialTimeoutMs);
    const onError = (error: NodeJS.ErrnoException): void => {
      clearTimeout(timer);
      fail(error.code === 'ECONNREFUSED' ? 'connection refused' : error.message, error);
    };
    socket.once('error', onError);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.off('error', onError);
      resolve(socket);
    });
  });
}
