/** Every IANA zone that can be chosen, by region: `Europe/Berlin` stands under Europe. UTC comes first, without a region. */
export function listTimeZones(): { name: string; region: string | undefined }[] {
  const zones = Intl.supportedValuesOf('timeZone').filter((name) => name !== 'UTC');
  const named = zones.map((name) => ({ name, region: name.includes('/') ? name.slice(0, name.indexOf('/')) : undefined }));
  return [{ name: 'UTC', region: undefined }, ...named];
}
