/** Nothing that goes wrong with one request, even by our own fault, may end the process that keeps the pods. */
export type Served = void | Promise<void>;

export function guardRequest(serve: () => Served, failed: (error: unknown) => void): void {
  const settled = async (): Promise<void> => serve();
  settled().catch(failed);
}
