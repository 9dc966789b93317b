/** What the thread of the embedded database is asked, and what it answers. */

export type WorkerRequest =
  | { readonly id: number; readonly method: 'query'; readonly sql: string; readonly parameters: unknown[] }
  | { readonly id: number; readonly method: 'copy-rows'; readonly sql: string; readonly text: string }
  | { readonly id: number; readonly method: 'exec'; readonly sql: string }
  | { readonly id: number; readonly method: 'listen'; readonly channel: string }
  | { readonly id: number; readonly method: 'copy-folder'; readonly folder: string }
  | { readonly id: number; readonly method: 'close' };

export interface WorkerResult {
  readonly rows: Record<string, unknown>[];
  readonly affectedRows?: number;
  readonly fields: { name: string; dataTypeID: number }[];
}

/** An error as plain data: its class does not survive the way between threads, its SQLSTATE and names do. */
export interface WorkerError {
  readonly message: string;
  readonly fields: Record<string, unknown>;
}

export type WorkerResponse =
  | { readonly kind: 'ready' }
  | { readonly kind: 'result'; readonly id: number; readonly results: WorkerResult[] }
  | { readonly kind: 'error'; readonly id: number | null; readonly error: WorkerError }
  | { readonly kind: 'notification'; readonly channel: string; readonly payload: string };
