/** Pictures are drawn at so many dots for each pixel, so that they are sharp on screens of today. */
const DENSITY = 2;
const DPI_OF_CSS = 72;

/**
 * A picture of shapes as PNG on a transparent ground, at twice its size. Words in it would need a typeface on the machine.
 * @throws Error where this machine has no library for pictures, or the picture is none.
 */
export async function rasterise(svg: string): Promise<Buffer> {
  // Loaded when it is first needed: it is large, and most processes draw nothing for days.
  const { default: sharp } = await import('sharp');
  return sharp(Buffer.from(svg), { density: DPI_OF_CSS * DENSITY })
    .png({ palette: true, compressionLevel: 9 })
    .toBuffer();
}
