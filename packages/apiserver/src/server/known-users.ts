/**
 * Services of libraries, whose handlers know nothing of users: nothing but reflection. Who is anonymous does not see them. The
 * handlers answer every question at once, whether the answers before are read or not. So a question is read when there is room
 * for its answer: a client that never reads would otherwise have the server keep all of them.
 */
import type { Server, ServerDuplexStream, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { statusError } from '@kuorum/api';
import { drained } from '@kuorum/base/node';
import { isAnonymous } from '../auth/user.js';
import type { CallGate } from './admit-call.js';
import { asStatusError, grpcStatusOf } from './grpc-status.js';

type AddService = Pick<Server, 'addService'>;
type Call = ServerDuplexStream<unknown, unknown>;

/** Adds services to `server` whose calls, all of them streams both ways, need a user who has proved who they are. */
export function forKnownUsers(server: AddService, gate: CallGate): AddService {
  const guarded =
    (handle: (call: Call) => void) =>
    (call: Call): void => {
      const ticket = gate.open(call);
      ticket.reader = { end: (error) => refuse(call, error) };
      gate.authenticate(call, ticket).then(
        (user) => {
          if (isAnonymous(user)) refuse(call, statusError('Unauthorized', reflectionRefusal));
          else {
            handle(call);
            // After the handler's own listener, which has answered.
            call.on('data', () => void drained(call).then(() => ticket.next()));
          }
        },
        (error: unknown) => refuse(call, error),
      );
    };
  return {
    addService: (definition: ServiceDefinition, implementation: UntypedServiceImplementation) => {
      const methods = Object.entries(implementation).map(([name, handle]) => [
        name,
        guarded(handle as (call: Call) => void),
      ]);
      server.addService(definition, Object.fromEntries(methods) as UntypedServiceImplementation);
    },
  };
}

const reflectionRefusal =
  'Unauthorized: reflection is for authenticated users: give a client certificate or a bearer token';

function refuse(call: Call, error: unknown): void {
  call.emit('error', grpcStatusOf(asStatusError(error)));
}
