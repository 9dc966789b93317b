/** The number of a version in an address: 1, 2, … Undefined for any other text, such as `01` or `1.0`, so that a version has one address. */
export function readVersionNumber(text: string | null | undefined): number | undefined {
  return text !== null && text !== undefined && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
