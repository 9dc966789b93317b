/** A picture as a logo may be: read from its own bytes, whatever its name or the browser says it is. */
export interface LogoImage {
  readonly contentType: 'image/png' | 'image/jpeg' | 'image/webp';
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

/** Most bytes of a logo. */
export const LOGO_BYTES = 512 * 1024;
const SMALLEST_SIDE = 32;
const LARGEST_SIDE = 2048;

/** What keeps an image from being a logo, in words, or undefined when nothing does. */
export function findLogoProblem(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'Choose a file.';
  if (bytes.length > LOGO_BYTES) return `The file has ${Math.ceil(bytes.length / 1024)} KB; a logo has at most ${LOGO_BYTES / 1024} KB.`;
  const image = readLogoImage(bytes);
  if (image === undefined) return 'This is no PNG, JPEG or WebP picture.';
  const { width, height } = image;
  if (Math.min(width, height) < SMALLEST_SIDE || Math.max(width, height) > LARGEST_SIDE) {
    return `The picture has ${width} × ${height} pixels; each side must have ${SMALLEST_SIDE} to ${LARGEST_SIDE}.`;
  }
  return undefined;
}

/** Reads kind and size of a PNG, JPEG or WebP picture from its head; undefined for anything else. */
export function readLogoImage(bytes: Uint8Array): LogoImage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    return readPng(view) ?? readWebp(view) ?? readJpeg(view);
  } catch (error) {
    // The head promises more bytes than there are.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

const PNG_SIGNATURE = 0x89504e47_0d0a1a0an;
const textAt = (view: DataView, at: number): string => String.fromCharCode(...[0, 1, 2, 3].map((offset) => view.getUint8(at + offset)));

/** PNG (ISO/IEC 15948): the signature, then the chunk IHDR, which begins with width and height. */
function readPng(view: DataView): LogoImage | undefined {
  if (view.byteLength < 24 || view.getBigUint64(0) !== PNG_SIGNATURE || textAt(view, 12) !== 'IHDR') return undefined;
  return { contentType: 'image/png', width: view.getUint32(16), height: view.getUint32(20) };
}

/** WebP (RFC 9649): RIFF, length, WEBP, then a first chunk of one of three kinds, each with the size in a place of its own. */
function readWebp(view: DataView): LogoImage | undefined {
  if (view.byteLength < 30 || textAt(view, 0) !== 'RIFF' || textAt(view, 8) !== 'WEBP') return undefined;
  const chunk = textAt(view, 12);
  const size =
    chunk === 'VP8X' ? readExtended(view) : chunk === 'VP8L' ? readLossless(view) : chunk === 'VP8 ' ? readLossy(view) : undefined;
  return size === undefined ? undefined : { contentType: 'image/webp', ...size };
}

const uint24 = (view: DataView, at: number): number => view.getUint16(at, true) | (view.getUint8(at + 2) << 16);
const readExtended = (view: DataView) => ({ width: uint24(view, 24) + 1, height: uint24(view, 27) + 1 });

function readLossless(view: DataView) {
  if (view.getUint8(20) !== 0x2f) return undefined;
  const bits = view.getUint32(21, true);
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
}

function readLossy(view: DataView) {
  if (uint24(view, 23) !== 0x2a019d) return undefined;
  return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
}

/** JPEG (ITU-T T.81): segments after the start, of which a start of frame (C0 to CF, but for C4, C8 and CC) has the size. */
function readJpeg(view: DataView): LogoImage | undefined {
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { contentType: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Picture data before a frame: not a picture that anything can show.
    if (marker === 0xda || marker === 0xd9) return undefined;
    at += 2 + Math.max(2, view.getUint16(at + 2));
  }
  return undefined;
}
