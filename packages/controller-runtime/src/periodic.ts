/** Time as a source of keys. */
import { systemClock, type Clock } from '@kuorum/base';
import { Observable } from 'rxjs';

/** Emits every `periodMs` on `clock`, first after one period; never completes. */
export function periodic$(periodMs: number, clock: Clock = systemClock): Observable<void> {
  return new Observable<void>((subscriber) => {
    const tick = (): void => {
      subscriber.next();
      if (!subscriber.closed) timer = clock.setTimeout(tick, periodMs);
    };
    let timer = clock.setTimeout(tick, periodMs);
    return () => timer.cancel();
  });
}
