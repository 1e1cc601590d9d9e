/** How much of one processor this process has used since then: a client near 1 is what is measured, not the server. */
export class CpuShare {
  #cpu = process.cpuUsage();
  #at = performance.now();

  read() {
    const { user, system } = process.cpuUsage(this.#cpu);
    return (user + system) / 1000 / (performance.now() - this.#at);
  }
}
