/** etcdserverpb.Watch: all its streams, so that they can be told of progress and ended together. */
import { etcdError, type EtcdError } from '../errors.js';
import type { Member } from '../member.js';
import { SharedEvents } from './shared-events.js';
import { WatchStream, type WatchCall } from './watch-stream.js';

export class WatchService {
  private readonly streams = new Set<WatchStream>();
  private readonly timer: NodeJS.Timeout;
  private readonly forgetInstall: () => void;
  private readonly shared: SharedEvents;

  constructor(private readonly member: Member) {
    this.shared = new SharedEvents(member);
    this.timer = setInterval(() => {
      for (const stream of this.streams) stream.notifyProgress();
    }, member.options.watchProgressNotifyIntervalMs);
    // A snapshot replaces the history under the watchers: clients resume elsewhere or here, from where they were.
    this.forgetInstall = member.installer.onInstall(() => this.endAll(etcdError('restoring')));
  }

  handle(call: WatchCall): void {
    const { unavailable } = this.member;
    if (unavailable === undefined)
      this.streams.add(new WatchStream(this.member, call, (ended) => this.streams.delete(ended), this.shared));
    else call.end(unavailable);
  }

  close(): void {
    clearInterval(this.timer);
    this.forgetInstall();
    this.endAll(etcdError('watchClosed'));
  }

  private endAll(error: EtcdError): void {
    for (const stream of [...this.streams]) stream.end(error);
  }
}
