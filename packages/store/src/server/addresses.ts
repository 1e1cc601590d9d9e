/** `http://host:port` URLs as gRPC targets and as addresses to bind. */
export function hostPort(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port === '' ? '80' : port}`;
}

/** The same host with the port that was really bound (port 0 asks the system to choose). */
export function withPort(url: string, port: number): string {
  const parsed = new URL(url);
  return `http://${parsed.hostname}:${port}`;
}
