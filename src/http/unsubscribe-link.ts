/** What the link of a digest carries; empty where the address lacks it. */
export function readUnsubscribeLink({ searchParams }: URL): { company: string; digest: string; token: string } {
  const read = (name: string) => searchParams.get(name) ?? '';
  return { company: read('company'), digest: read('digest'), token: read('token') };
}
