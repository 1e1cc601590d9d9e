/** Services of libraries, whose handlers know nothing of users: nothing but reflection. Who is anonymous does not see them. */
import type { Server, ServerDuplexStream, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import { statusError } from '@kuorum/api';
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
      gate.authenticate(call, ticket).then(
        (user) => {
          if (isAnonymous(user)) refuse(call, statusError('Unauthorized', reflectionRefusal));
          else handle(call);
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
