/** A connection of frames to the kubelet of a node, by HTTP's Upgrade (base/framed-socket.ts). What cannot be begun is its refusal. */
import { FramedSocket } from '@kuorum/base/node';
import { kubeletAnswer, type KubeletQuestion } from './kubelet-answer.js';

/** Rejects with Unavailable when there is no answer in time. */
export function openKubeletStream(question: KubeletQuestion & { readonly upgrade: string }): Promise<FramedSocket> {
  const { clock, signal } = question;
  return kubeletAnswer(question, {
    upgraded: (socket, head) => {
      const frames = new FramedSocket(socket, head, { clock });
      const onAbort = (): void => frames.destroy();
      signal.addEventListener('abort', onAbort, { once: true });
      if (signal.aborted) onAbort();
      return frames;
    },
  });
}
