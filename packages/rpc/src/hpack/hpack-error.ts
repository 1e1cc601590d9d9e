/** A header block that cannot be decoded: the tables of both ends differ from here on, so the connection must end. */
export class HpackError extends Error {
  override readonly name = 'HpackError';
}
