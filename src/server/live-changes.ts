type Listener = (companyId: number | 'all') => void;

/** Tells whoever asked, in this process, that a company changed. Fed by the database's notifications, so by every instance. */
export class LiveChanges {
  readonly #listeners = new Set<Listener>();

  /** Calls `listener` for each change until the returned function is called. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** @param payload a company's id, or anything else when any company may have changed. */
  publish(payload: string): void {
    const companyId = /^\d+$/.test(payload) ? Number(payload) : 'all';
    for (const listener of this.#listeners) listener(companyId);
  }

  /** Forgets every listener: the server is stopping. */
  close(): void {
    for (const onClose of this.#onClose) onClose();
    this.#listeners.clear();
  }

  readonly #onClose = new Set<() => void>();

  /** Calls `onClose` when the server stops, so that long answers can end. Returns the function that takes it back. */
  whenClosing(onClose: () => void): () => void {
    this.#onClose.add(onClose);
    return () => this.#onClose.delete(onClose);
  }
}
