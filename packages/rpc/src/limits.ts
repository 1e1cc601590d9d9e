/** Limits of the server's connections and calls. Names end in their unit. RFC 9113 §10.5 says what they are good for. */

/** Payload of one frame: HTTP/2's smallest allowed maximum, which we keep. */
export const FRAME_BYTES_MAX = 16_384;
/** Connections of one server; more are closed at once. */
export const CONNECTIONS_MAX = 20_000;
/** A connection that has not said what it speaks is closed after this. */
export const PREFACE_TIMEOUT_MS = 10_000;
/** Calls under way on one connection, those included whose client has gone but whose handler has not answered. */
export const STREAMS_PER_CONNECTION = 20_000;
/** Names and values of one request's headers, plus 32 bytes each, as RFC 9113 §6.5.2 counts. */
export const HEADER_LIST_BYTES = 64 * 1024;
/** One header block as it is sent. */
export const HEADER_BLOCK_BYTES = 64 * 1024;
/** CONTINUATION frames of one header block. */
export const CONTINUATIONS_PER_BLOCK = 16;
/** The table of repeated headers that a client may keep here (SETTINGS_HEADER_TABLE_SIZE): the default of HTTP/2. */
export const HEADER_TABLE_BYTES = 4096;
/** What a client may send on one connection ahead of what has been read. */
export const CONNECTION_WINDOW_BYTES = 4 * 1024 * 1024;
/** The same for one call. */
export const STREAM_WINDOW_BYTES = 256 * 1024;
/** Parts of unfinished and unread requests of one connection; the call that goes beyond is refused. */
export const CONNECTION_REQUEST_BYTES = 64 * 1024 * 1024;
/** Messages of a streaming call that its client has not made room for, before `write` gives false. */
export const STREAM_OUTPUT_BYTES = 64 * 1024;
/** The same for all calls of a connection together: what the socket has not taken. */
export const CONNECTION_OUTPUT_BYTES = 1024 * 1024;
/** Beyond this nothing more is read from a client that reads nothing. */
export const CONNECTION_OUTPUT_BYTES_MAX = 16 * 1024 * 1024;
/** Responses of one connection that wait for the client's flow control; beyond, new calls are refused. */
export const CONNECTION_BLOCKED_BYTES = 256 * 1024 * 1024;
/** Frames that cost us and not the client: more in a second end the connection with ENHANCE_YOUR_CALM. */
export const RESETS_PER_SECOND = 10_000;
/** Go's client measures the line by pings, one a round trip. */
export const PINGS_PER_SECOND = 20_000;
export const SETTINGS_PER_SECOND = 100;
/** DATA frames without data, PRIORITY, unknown kinds. */
export const IDLE_FRAMES_PER_SECOND = 20_000;
/** How often deadlines and keepalives are looked at. */
export const SWEEP_MS = 25;
