/** From calls to lines of the audit log: Kubernetes' audit.k8s.io/v1 Event, one a stage that is not left out. */
import { encodeJson, kinds, type MessageTypes } from '@kuorum/api';
import type { Clock } from '@kuorum/base';
import { auditObjectBytesMax } from '../limits.js';
import type { CallTicket } from '../server/admit-call.js';
import { kindOfResource, type CallEnd, type CallListener } from '../server/call-listener.js';
import type { AuditLog } from './audit-log.js';
import { auditVerdict, type AuditPolicy, type AuditStage, type Verdict } from './policy.js';

interface Recorded {
  readonly verdict: Verdict;
  readonly requestObject?: unknown;
}

export class Auditor implements CallListener {
  private readonly recorded = new WeakMap<CallTicket, Recorded>();

  constructor(
    private readonly policy: AuditPolicy,
    private readonly log: Pick<AuditLog, 'write' | 'panic'>,
    private readonly clock: Clock,
  ) {}

  known(ticket: CallTicket, request: unknown): void {
    const { attributes } = ticket;
    if (attributes === undefined) return;
    const verdict = auditVerdict(this.policy, attributes);
    const bodies = verdict.level === 'Request' || verdict.level === 'RequestResponse';
    const requestObject = bodies ? requestObjectOf(attributes.resource, request) : undefined;
    this.recorded.set(ticket, { verdict, requestObject });
    this.record(ticket, 'RequestReceived');
  }

  begun(ticket: CallTicket): void {
    this.record(ticket, 'ResponseStarted');
  }

  ended(ticket: CallTicket, end: CallEnd): void {
    this.record(ticket, end.panicked === true ? 'Panic' : 'ResponseComplete', end);
  }

  private record(ticket: CallTicket, stage: AuditStage, end?: CallEnd): void {
    const recorded = this.recorded.get(ticket);
    const verdict = recorded?.verdict ?? (end === undefined ? undefined : unknownCaller);
    if (verdict === undefined || verdict.level === 'None' || verdict.omitStages.has(stage)) return;
    const event = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: verdict.level,
      auditID: ticket.requestId,
      stage,
      requestURI: ticket.path,
      ...aboutCall(ticket),
      ...(end === undefined ? {} : { responseStatus: statusOf(end) }),
      ...(recorded?.requestObject === undefined ? {} : { requestObject: recorded.requestObject }),
      ...(verdict.level === 'RequestResponse' && end?.response !== undefined
        ? { responseObject: bounded(encodeJson(end.response.message, end.response.object as never)) }
        : {}),
      requestReceivedTimestamp: microTime(ticket.receivedAtMs),
      stageTimestamp: microTime(this.clock.now()),
    };
    if (stage === 'Panic') this.log.panic(event);
    else this.log.write(event);
  }
}

/** Who could not be told apart is recorded as well: somebody may be trying. */
const unknownCaller: Verdict = { level: 'Metadata', omitStages: new Set() };

function aboutCall(ticket: CallTicket): object {
  const { attributes, authenticated } = ticket;
  const peer = ticket.peer.replace(/:\d+$/, '');
  const [userAgent] = ticket.metadata.get('user-agent');
  const about = {
    sourceIPs: [peer],
    ...(userAgent === undefined ? {} : { userAgent: String(userAgent).slice(0, 256) }),
  };
  if (!authenticated) return { user: { username: '' }, ...about };
  const { name, uid, groups, extra } = ticket.user;
  const user = {
    username: name,
    ...(uid === '' ? {} : { uid }),
    groups,
    ...(Object.keys(extra).length === 0 ? {} : { extra }),
  };
  if (attributes === undefined) return { user, ...about };
  const kind = kindOfResource(attributes.resource);
  const objectRef = Object.fromEntries(
    Object.entries({
      resource: attributes.resource,
      namespace: attributes.namespace,
      name: attributes.name,
      apiGroup: attributes.apiGroup,
      apiVersion: kind === undefined ? '' : (kinds[kind].apiVersion.split('/').at(-1) ?? ''),
      subresource: attributes.subresource,
    }).filter(([, value]) => value !== ''),
  );
  return { verb: attributes.verb, user, ...about, ...(kind === undefined ? {} : { objectRef }) };
}

function statusOf({ code, error }: CallEnd): object {
  if (error === undefined) return { metadata: {}, code };
  const { reason, message } = error.status;
  return { metadata: {}, status: 'Failure', message, reason, code };
}

/** The object that is written, the patch, or else the fields of the request that are given. */
function requestObjectOf(resource: string, request: unknown): unknown {
  const kind = kindOfResource(resource);
  if (typeof request !== 'object' || request === null) return undefined;
  const { object, patch } = request as Record<string, unknown>;
  if (kind !== undefined && typeof object === 'object' && object !== null) {
    return bounded(encodeJson(kind, object as MessageTypes[typeof kind]));
  }
  if (patch instanceof Uint8Array) return patch.length > auditObjectBytesMax ? tooLarge(patch.length) : jsonOf(patch);
  const given = Object.entries(request).filter(([, value]) => !isZero(value));
  return given.length === 0 ? undefined : bounded(Object.fromEntries(given));
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = Buffer.from(bytes).toString();
  try {
    return JSON.parse(text);
  } catch {
    // It is refused for that; the record shows what came.
    return text;
  }
}

function isZero(value: unknown): boolean {
  return (
    value === null || value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0)
  );
}

function bounded(object: unknown): unknown {
  const { length } = JSON.stringify(object);
  return length > auditObjectBytesMax ? tooLarge(length) : object;
}

function tooLarge(bytes: number): object {
  return { truncated: `${bytes} bytes, at most ${auditObjectBytesMax} are recorded` };
}

/** RFC 3339 with microseconds, as Kubernetes' MicroTime. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
