import { connect, createServer, type Server, type Socket } from 'node:net';
import { findFreePort } from './postgres-server.ts';

/** Hands each connection to the next of its targets that takes it, as a load balancer does. */
export class TcpProxy {
  readonly port: number;
  /** Connections that each port of a target has taken. */
  readonly taken = new Map<number, number>();
  /** Connections that no target has taken. */
  refused = 0;
  #targets: readonly number[];
  #next = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number, targets: readonly number[]) {
    this.port = port;
    this.#targets = targets;
    this.#server = createServer((client) => this.#hand(client, this.#targets.length));
  }

  /** @param targets ports on this machine; taken in turn. */
  static async open(targets: readonly number[] = []): Promise<TcpProxy> {
    const proxy = new TcpProxy(await findFreePort(), targets);
    await new Promise<void>((resolve) => proxy.#server.listen(proxy.port, '127.0.0.1', resolve));
    return proxy;
  }

  /** Hands new connections to others, and ends those that are open. */
  switchTo(targets: readonly number[]): void {
    this.#targets = targets;
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.switchTo([]);
    await closed;
  }

  #hand(client: Socket, tries: number): void {
    this.#keep(client);
    const port = this.#targets[this.#next++ % this.#targets.length];
    if (port === undefined || tries === 0) {
      this.refused += 1;
      client.destroy();
      return;
    }
    const target = connect(port, '127.0.0.1');
    target.once('error', () => this.#hand(client, tries - 1));
    target.once('connect', () => {
      this.taken.set(port, (this.taken.get(port) ?? 0) + 1);
      target.removeAllListeners('error');
      this.#keep(target);
      client.pipe(target).pipe(client);
      // Cut off on one side is cut off on the other.
      for (const [one, other] of [[client, target] as const, [target, client] as const]) one.once('close', () => other.destroy());
    });
  }

  #keep(socket: Socket): void {
    if (this.#sockets.has(socket)) return;
    this.#sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => this.#sockets.delete(socket));
  }
}
