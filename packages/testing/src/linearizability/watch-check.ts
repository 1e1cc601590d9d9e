/**
 * etcd's guarantees of a watch, by their names, checked against the {@link EventLog}:
 *
 * - Filter: only events that were asked for;
 * - Ordered: revisions never go back;
 * - Unique: no event twice;
 * - Atomic: the events of one revision come in one response;
 * - Reliable: no event is left out between two that came;
 * - Resumable: from the start revision on, no event is left out before the first that came;
 * - Bookmarkable: after a progress notice of revision r nothing up to r is still to come;
 * - PrevKV: the previous version is the one that was there before (or none is told, as it may be compacted);
 * - IsCreate: an event counts as creation exactly when the key was not there before.
 *
 * (https://etcd.io/docs/v3.5/learning/api_guarantees/ for the first six; the others are those of etcd's own robustness
 * tests.)
 */
import { type EventLog, type LoggedEvent, sameEvent, type SeenEvent, showEvents } from './event-log.js';

export interface WatchRequest {
  readonly key: string;
  /** The half-open range [key, end); absent = the one key. */
  readonly end?: string | undefined;
  /** The first revision to be told of. */
  readonly startRevision: number;
  readonly prevKv?: boolean | undefined;
  readonly noPut?: boolean | undefined;
  readonly noDelete?: boolean | undefined;
}

export type WatchResponse =
  | {
      readonly kind: 'events';
      readonly events: readonly SeenEvent[];
      /** More of this response follows (only who asked for fragments gets any). */
      readonly fragment?: boolean | undefined;
    }
  | { readonly kind: 'progress'; readonly revision: number };

/** One watch from its creation to its end. A watch that was resumed elsewhere is another one, with a later start. */
export interface WatchRecord {
  readonly name: string;
  readonly request: WatchRequest;
  readonly responses: readonly WatchResponse[];
}

export type WatchGuarantee =
  'Filter' | 'Ordered' | 'Unique' | 'Atomic' | 'Reliable' | 'Resumable' | 'Bookmarkable' | 'PrevKV' | 'IsCreate';

export interface WatchViolation {
  readonly guarantee: WatchGuarantee;
  readonly message: string;
}

/** The first violation of each guarantee, in the order of the list above. */
export function checkWatch({ name, request, responses }: WatchRecord, log: EventLog): WatchViolation[] {
  const violations: WatchViolation[] = [];
  const check = (guarantee: WatchGuarantee, problem: string | undefined): void => {
    if (problem !== undefined) violations.push({ guarantee, message: `${guarantee} watch: ${name}: ${problem}` });
  };
  const events = responses.flatMap((response) => (response.kind === 'events' ? response.events : []));
  check(
    'Filter',
    firstProblem(events, (event) => !wants(request, event) && `${show(event)} was not asked for`),
  );
  check('Ordered', ordered(events));
  check('Unique', unique(events));
  check('Atomic', atomic(responses));
  const missing = missingEvents(request, events, log);
  check('Reliable', missing.inside);
  check('Resumable', missing.before);
  check('Bookmarkable', bookmarkable(request, responses, log));
  check(
    'PrevKV',
    firstProblem(events, (event) => wrongPrevious(request, event, log)),
  );
  check(
    'IsCreate',
    firstProblem(events, (event) => wrongCreation(event, log)),
  );
  return violations;
}

export function wants({ key, end, startRevision, noPut, noDelete }: WatchRequest, event: SeenEvent): boolean {
  if (event.modRevision < startRevision) return false;
  if (event.type === 'put' ? noPut === true : noDelete === true) return false;
  return end === undefined ? event.key === key : event.key >= key && event.key < end;
}

function firstProblem(events: readonly SeenEvent[], problem: (event: SeenEvent) => string | false): string | undefined {
  for (const event of events) {
    const found = problem(event);
    if (found !== false) return found;
  }
  return undefined;
}

function ordered(events: readonly SeenEvent[]): string | undefined {
  let last: SeenEvent | undefined;
  for (const event of events) {
    if (last !== undefined && event.modRevision < last.modRevision) return `${show(event)} came after ${show(last)}`;
    last = event;
  }
  return undefined;
}

function unique(events: readonly SeenEvent[]): string | undefined {
  const seen = new Set<string>();
  for (const event of events) {
    const identity = `${event.modRevision} ${event.key}`;
    if (seen.has(identity)) return `${show(event)} came twice`;
    seen.add(identity);
  }
  return undefined;
}

function atomic(responses: readonly WatchResponse[]): string | undefined {
  let last: { readonly revision: number; readonly goesOn: boolean } | undefined;
  for (const response of responses) {
    if (response.kind !== 'events') continue;
    const [first] = response.events;
    if (first !== undefined && last?.goesOn === false && first.modRevision === last.revision) {
      return `revision ${last.revision} came in two responses`;
    }
    const end = response.events.at(-1);
    if (end !== undefined) last = { revision: end.modRevision, goesOn: response.fragment === true };
  }
  return undefined;
}

/** A revision that came in part counts as come: what lacks of it is missing. */
function missingEvents(
  request: WatchRequest,
  events: readonly SeenEvent[],
  log: EventLog,
): { readonly before: string | undefined; readonly inside: string | undefined } {
  if (events.length === 0) return { before: undefined, inside: undefined };
  const revisions = events.map(({ modRevision }) => modRevision);
  const [first, last] = [Math.min(...revisions), Math.max(...revisions)];
  const came = new Set(events.map((event) => identityOf(event)));
  const lacks = (from: number, to: number): string | undefined => {
    const missed = log.between(from, to).find((event) => wants(request, event) && !came.has(identityOf(event)));
    return missed && `${show(missed)} did not come, but ${show(events.at(-1) as SeenEvent)} did`;
  };
  const unknown = events.find((event) => !log.at(event.modRevision).some((known) => sameEvent(known, event)));
  return {
    before: lacks(request.startRevision, first - 1),
    inside: unknown === undefined ? lacks(first, last) : `${show(unknown)} never happened`,
  };
}

function identityOf({ type, key, modRevision }: SeenEvent): string {
  return `${modRevision} ${type} ${key}`;
}

function bookmarkable(request: WatchRequest, responses: readonly WatchResponse[], log: EventLog): string | undefined {
  const came = new Set<string>();
  let promised = 0;
  for (const response of responses) {
    if (response.kind === 'events') {
      const late = response.events.find(({ modRevision }) => modRevision <= promised);
      if (late !== undefined) return `${show(late)} came after the progress notice of revision ${promised}`;
      for (const event of response.events) came.add(identityOf(event));
      continue;
    }
    if (response.revision < promised) return `progress went back from revision ${promised} to ${response.revision}`;
    promised = response.revision;
    const owed = log
      .between(request.startRevision, promised)
      .find((event) => wants(request, event) && !came.has(identityOf(event)));
    if (owed !== undefined) return `${show(owed)} had not come before the progress notice of revision ${promised}`;
  }
  return undefined;
}

function wrongPrevious(request: WatchRequest, event: SeenEvent, log: EventLog): string | false {
  const logged = loggedOf(event, log);
  const { previous } = event;
  if (request.prevKv !== true || logged === undefined || previous === undefined || previous === null) return false;
  const expected = logged.previous;
  if (expected === null) return `${show(event)} shows a previous version, but there was none`;
  const same = previous.value === expected.value && previous.modRevision === expected.modRevision;
  if (same) return false;
  return `${show(event)} shows ${previous.value} of revision ${previous.modRevision ?? '?'} as previous, not ${expected.value} of ${expected.modRevision ?? '?'}`;
}

function wrongCreation(event: SeenEvent, log: EventLog): string | false {
  const logged = loggedOf(event, log);
  if (event.type !== 'put' || logged === undefined || event.createRevision === undefined) return false;
  const claims = event.createRevision === event.modRevision;
  if (claims === (logged.previous === null)) return false;
  return claims
    ? `${show(event)} looks like a creation, but the key existed`
    : `${show(event)} looks like a change, but the key did not exist`;
}

function loggedOf(event: SeenEvent, log: EventLog): LoggedEvent | undefined {
  return log.at(event.modRevision).find(({ key }) => key === event.key);
}

function show(event: SeenEvent): string {
  return showEvents([event]);
}
