/** Limits of connections and calls. Names end in their unit. RFC 9113 §10.5 says what they are good for. */

/** Payload of one frame: HTTP/2's smallest allowed maximum, which we keep. */
export const FRAME_BYTES_MAX = 16_384;
/** What a server may send a client on one call ahead of what has been read, and on a whole connection. */
export const CLIENT_STREAM_WINDOW_BYTES = 64 * 1024 * 1024;
export const CLIENT_CONNECTION_WINDOW_BYTES = 256 * 1024 * 1024;
/** Connections of one server, of any kind; for one more the one that has been idle for longest is closed. */
export const CONNECTIONS_MAX = 10_000;
/** Closed at once when room for a connection is needed: looking for the idlest costs, so it is not done for each. */
export const CONNECTIONS_CLOSED_AT_ONCE = 100;
/** A TLS handshake may take this; Node's own limit is 2 minutes. */
export const HANDSHAKE_TIMEOUT_MS = 10_000;
/** A connection that has not said what it speaks is closed after this. */
export const PREFACE_TIMEOUT_MS = 10_000;
/** One that speaks HTTP/1.1 may be without a request that has been read for this. */
export const HTTP_IDLE_TIMEOUT_MS = 10_000;
/** A frame, a header block or the request of a call that has begun must be whole after this. */
export const UNFINISHED_TIMEOUT_MS = 60_000;
/** A client that takes nothing of what is waiting for it for so long is cut off. */
export const STALLED_OUTPUT_TIMEOUT_MS = 60_000;
/** A large answer has longer: what it takes over a line of this speed. */
export const OUTPUT_BYTES_PER_SECOND_MIN = 64 * 1024;
/** Calls under way on one connection, those included whose client has gone but whose handler has not answered. */
export const STREAMS_PER_CONNECTION = 20_000;
/** Names and values of one request's headers, plus 32 bytes each, as RFC 9113 §6.5.2 counts. */
export const HEADER_LIST_BYTES = 16 * 1024;
/** One header block as it is sent. */
export const HEADER_BLOCK_BYTES = 16 * 1024;
/** CONTINUATION frames of one header block. */
export const CONTINUATIONS_PER_BLOCK = 16;
/** The table of repeated headers that a client may keep here (SETTINGS_HEADER_TABLE_SIZE): the default of HTTP/2. */
export const HEADER_TABLE_BYTES = 4096;
/** What a client may send on one connection ahead of what has been read. */
export const CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;
/** The same for one call. */
export const STREAM_WINDOW_BYTES = 256 * 1024;
/** Requests of one connection that are unfinished, unread or being answered; the call that goes beyond is refused. */
export const CONNECTION_REQUEST_BYTES = 64 * 1024 * 1024;
/** The same of all connections: beyond, those unfinished requests are refused that have kept most for longest. */
export const SERVER_REQUEST_BYTES = 128 * 1024 * 1024;
/**
 * When that is used up by requests that are being answered, and so cannot be given up, as much again times this is
 * there for all connections in equal parts: who waits for nothing is served.
 */
export const REQUESTS_OWN_PART = 1 / 2;
/** Whoever keeps less is not refused for it; so much for each call that there may be is less than the budget. */
export const UNFINISHED_BYTES_MIN = 2048;
/** What a call under way costs beside its headers, about: objects, its place in tables. */
export const CALL_BYTES = 1024;
/** Headers and objects of all calls under way: beyond, new calls are refused. A usual call costs 1.5 KiB. */
export const SERVER_CALL_BYTES = 64 * 1024 * 1024;
/** The part of this that each connection has for itself, however many calls the others have. */
export const CONNECTION_CALL_BYTES_OWN = 16 * 1024;
/** Messages of a streaming call that its client has not made room for, before `write` gives false. */
export const STREAM_OUTPUT_BYTES = 64 * 1024;
/** The same for all calls of a connection together: what the socket has not taken. */
export const CONNECTION_OUTPUT_BYTES = 1024 * 1024;
/** Beyond this nothing more is read from a client that reads nothing. */
export const CONNECTION_OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
/** Responses of one connection that wait for the client's flow control; beyond, new calls are refused. */
export const CONNECTION_BLOCKED_BYTES = 128 * 1024 * 1024;
/** Answers up to this are sent all the same. */
export const SMALL_ANSWER_BYTES = 1024;
/** What waits for its clients on all connections: beyond, those are cut off for which most has waited for longest. */
export const SERVER_OUTPUT_BYTES = 256 * 1024 * 1024;
/** Frames that cost us and not the client: more in a second end the connection with ENHANCE_YOUR_CALM. */
export const RESETS_PER_SECOND = 10_000;
/** Go's client measures the line by pings, one a round trip. */
export const PINGS_PER_SECOND = 20_000;
export const SETTINGS_PER_SECOND = 100;
/** DATA frames without data, PRIORITY, unknown kinds. */
export const IDLE_FRAMES_PER_SECOND = 20_000;
/** How often deadlines and keepalives are looked at. */
export const SWEEP_MS = 25;
/** How often calls are looked at that may have been unfinished for too long, and connections that stand still. */
export const SLOW_SWEEP_MS = 1_000;
/** What was searched in vain for something to give up is not searched again before this. */
export const RECLAIM_PAUSE_MS = 50;
