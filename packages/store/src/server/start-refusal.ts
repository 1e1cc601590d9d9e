/** A member that must not start, or not go on, and can be mended by whoever runs it: `message` says how. */
export class StartRefusal extends Error {
  override readonly name: string = 'StartRefusal';
}
