/** Most bytes of an uploaded file. */
export const UPLOAD_BYTES = 2_000_000_000;
