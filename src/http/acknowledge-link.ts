/** What the link of an alert's message carries; empty where the address lacks it. */
export function readAcknowledgeLink({ searchParams }: URL): { company: string; message: string; token: string } {
  const read = (name: string) => searchParams.get(name) ?? '';
  return { company: read('company'), message: read('message'), token: read('token') };
}
