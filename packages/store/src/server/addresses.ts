/** `http://host:port` and `https://host:port` URLs as gRPC targets and as addresses to bind. */
export function hostPort(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return `${hostname}:${port === '' ? defaultPort(protocol) : port}`;
}

/** The same host with the port that was really bound (port 0 asks the system to choose). */
export function withPort(url: string, port: number): string {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.hostname}:${port}`;
}

/** Where a listener of this URL is to be: the host without brackets, and its port. */
export function bindAddress(url: string): { host: string; port: number } {
  const { hostname, port, protocol } = new URL(url);
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port === '' ? defaultPort(protocol) : port) };
}

export function isSecure(url: string): boolean {
  return url.startsWith('https:');
}

function defaultPort(protocol: string): string {
  return protocol === 'https:' ? '443' : '80';
}
